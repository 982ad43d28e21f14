// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.admin;

import io.merapi.worker.lifecycle.Reload;
import java.util.List;

/** What is asked of a running server: a line of words, the same on the command line and on the admin socket. */
public sealed interface AdminRequest {
    /** The first word says what. */
    List<String> VERBS = List.of("status", "workers", "reload", "stop", "scale");

    /** How the server fares. */
    record Status(boolean json) implements AdminRequest {}

    /** How its workers fare. */
    record Workers(boolean json) implements AdminRequest {}

    /** Replace the processes. */
    record Reloading(Reload kind) implements AdminRequest {}

    /** Stop, and finish before that what has been accepted, or do not. */
    record Stop(boolean atOnce) implements AdminRequest {}

    /** Have so many workers. */
    record Scale(int workers) implements AdminRequest {}

    /** The words make no sense; the message is a sentence about them. */
    final class UsageException extends Exception {
        private static final long serialVersionUID = 1;

        public UsageException(String message) {
            super(message);
        }
    }

    /** Makes sense of the words. */
    static AdminRequest read(List<String> words) throws UsageException {
        if (words.isEmpty()) {
            throw new UsageException("nothing is asked for");
        }
        String verb = words.getFirst();
        Words rest = new Words(verb, words.subList(1, words.size()));
        AdminRequest request = switch (verb) {
            case "status" -> new Status(rest.has("--json"));
            case "workers" -> new Workers(rest.has("--json"));
            case "reload" -> new Reloading(kind(rest));
            case "stop" -> new Stop(rest.has("--brutal"));
            case "scale" -> new Scale(rest.count());
            default -> throw new UsageException("there is no '" + verb + "'; there are " + String.join(", ", VERBS));
        };
        rest.end();
        return request;
    }

    private static Reload kind(Words words) {
        if (words.has("--chain")) {
            return Reload.CHAIN;
        }
        boolean brutal = words.has("--brutal");
        if (words.has("--workers")) {
            return brutal ? Reload.WORKERS_BRUTAL : Reload.WORKERS;
        }
        return brutal ? Reload.BRUTAL : Reload.GRACEFUL;
    }
}
