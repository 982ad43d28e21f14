// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli.admin;

import io.merapi.config.source.IoReason;
import io.merapi.config.source.Surroundings;
import io.merapi.control.admin.AdminClient;
import io.merapi.control.admin.AdminPlaces;
import io.merapi.control.admin.AdminRequest;
import io.merapi.control.admin.AdminRequest.UsageException;
import io.merapi.control.admin.Reply;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code merapi status} and its like: asks a running server and prints what it replies. */
public final class AdminCommand {
    /** There is no server to ask. */
    static final int NO_SERVER = 3;

    /** The server has ended before it had answered. */
    static final int ENDED = 4;

    private static final String ADMIN = "--admin";
    private static final String HELP = """
            Usage: merapi status [--json]            [--admin SOCKET | PIDFILE | FILE.ini]
                   merapi workers [--json]
                   merapi reload [--chain | --workers] [--brutal]
                   merapi stop [--brutal]
                   merapi scale N

            Asks a running server how it fares, or tells it what to do, at its admin socket.

              status    how the server and its workers fare
              workers   the workers alone
              reload    loads the application anew; waits until that serves, or has failed
                        --chain one worker after the other, --workers without loading it again,
                        --brutal without letting the old ones finish
              stop      finishes what has been accepted; waits until the server is gone
                        --brutal at once
              scale N   has N workers until the next reload

            The server is the one whose admin socket, pidfile or configuration is named, or the only one
            that runs as this user. docs/admin.md tells more.

            It exits with
              0  done
              1  it has failed, and what serves has stayed as it was
              2  the arguments make no sense
              3  there is no such server, or it is not said which
              4  the server has ended before it answered
            """;

    private final Surroundings surroundings;
    private final AdminPlaces places;
    private final PrintStream output;
    private final PrintStream errors;

    AdminCommand(Surroundings surroundings, AdminPlaces places, PrintStream output, PrintStream errors) {
        this.surroundings = surroundings;
        this.places = places;
        this.output = output;
        this.errors = errors;
    }

    /** One on the streams of this process. */
    public static AdminCommand ofProcess(Surroundings surroundings) {
        return new AdminCommand(surroundings, AdminPlaces.own(), System.out, System.err);
    }

    /** The words of a request, and which server it is for. */
    private record Arguments(
            List<String> request,
            @Nullable String socket,
            @Nullable String file) {

        static Arguments read(List<String> words) throws UsageException {
            List<String> request = new ArrayList<>();
            String socket = null;
            String file = null;
            for (int at = 0; at < words.size(); at++) {
                String word = words.get(at);
                if (word.startsWith(ADMIN + "=")) {
                    socket = word.substring(ADMIN.length() + 1);
                } else if (word.equals(ADMIN)) {
                    at++;
                    socket = at < words.size() ? words.get(at) : "";
                } else if (word.startsWith("-") || request.size() < operands(words.getFirst())) {
                    request.add(word);
                } else if (file == null) {
                    file = word;
                } else {
                    throw new UsageException("one server at a time: " + file + " or " + word);
                }
            }
            if (socket != null && (socket.isEmpty() || file != null)) {
                throw new UsageException(ADMIN + " names a socket, and then no file names a server");
            }
            return new Arguments(request, socket, file);
        }

        /** The verb, and what follows it before a file may. */
        private static int operands(String verb) {
            return WITH_OPERAND.getOrDefault(verb, 1);
        }
    }

    private static final Map<String, Integer> WITH_OPERAND = Map.of("scale", 2);

    /**
     * Runs it.
     *
     * @param words what follows {@code merapi}
     * @return the exit code
     */
    public int run(List<String> words) {
        if (words.contains("--help") || words.contains("-h")) {
            output.print(HELP);
            return Reply.DONE;
        }
        try {
            Arguments arguments = Arguments.read(words);
            // what makes no sense is told whether there is a server or not
            AdminRequest _ = AdminRequest.read(arguments.request());
            return ask(socket(arguments), arguments.request());
        } catch (UsageException e) {
            errors.println("merapi: " + e.getMessage() + "; merapi " + words.getFirst() + " --help tells how");
            return Reply.USAGE;
        } catch (NoServerException e) {
            errors.println("merapi: " + e.getMessage());
            return NO_SERVER;
        }
    }

    private Path socket(Arguments arguments) throws NoServerException {
        if (arguments.socket() != null) {
            return surroundings.resolve(arguments.socket());
        }
        Target target = new Target(surroundings, places);
        return arguments.file() == null ? target.onlyOne() : target.of(arguments.file());
    }

    private int ask(Path socket, List<String> request) {
        try {
            Reply reply = AdminClient.ask(socket, request);
            PrintStream stream = reply.status() == Reply.DONE ? output : errors;
            stream.print(reply.text());
            stream.flush();
            return reply.status();
        } catch (AdminClient.EndedException e) {
            errors.println("merapi: " + e.getMessage());
            return ENDED;
        } catch (IOException e) {
            errors.println("merapi: nobody can be asked at " + socket + ": " + IoReason.of(e));
            return NO_SERVER;
        }
    }
}
