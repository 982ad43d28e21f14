// SPDX-License-Identifier: Apache-2.0
package io.merapi;

import io.merapi.control.Command;
import io.merapi.control.admin.AdminRequest;
import io.merapi.control.admin.Administrator;
import io.merapi.control.admin.Reply;
import io.merapi.control.admin.ServerStatus;
import io.merapi.control.admin.StatusJson;
import io.merapi.control.admin.StatusText;
import io.merapi.worker.lifecycle.ReloadOutcome;

/** Does what is asked over the admin socket, and says what has come of it. */
final class Administration implements Administrator {
    private final Operations operations;
    private final Health health;

    Administration(Operations operations, Health health) {
        this.operations = operations;
        this.health = health;
    }

    @Override
    public Reply perform(AdminRequest request) {
        return switch (request) {
            case AdminRequest.Status(boolean json) -> {
                ServerStatus status = health.status(operations.isStopping());
                yield Reply.done(json ? StatusJson.of(status) : StatusText.of(status));
            }
            case AdminRequest.Workers(boolean json) -> {
                ServerStatus status = health.status(operations.isStopping());
                yield Reply.done(json ? StatusJson.ofWorkers(status) : StatusText.workers(status));
            }
            case AdminRequest.Reloading(var kind) ->
                told(operations.reload(kind, "merapi reload").join());
            case AdminRequest.Scale(int workers) ->
                told(operations.scale(workers, "merapi scale").join());
            case AdminRequest.Stop(boolean atOnce) -> stop(atOnce);
        };
    }

    private static Reply told(ReloadOutcome outcome) {
        return switch (outcome) {
            case ReloadOutcome.Serves serves -> Reply.done(serves.how() + "\n");
            case ReloadOutcome.Failed failed ->
                Reply.failed("failed: " + failed.reason().stripTrailing() + "\n");
        };
    }

    /** Unlike a second signal, a second request to stop waits as the first one does. */
    private Reply stop(boolean atOnce) {
        if (atOnce) {
            operations.perform(Command.STOP_AT_ONCE, "merapi stop");
        } else if (!operations.isStopping()) {
            operations.perform(Command.STOP, "merapi stop");
        }
        return new Reply(Reply.DONE, "stopping\n", true);
    }
}
