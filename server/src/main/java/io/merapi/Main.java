// SPDX-License-Identifier: Apache-2.0
package io.merapi;

import io.merapi.cli.Fallback;
import io.merapi.cli.Invocation;
import io.merapi.cli.admin.AdminCommand;
import io.merapi.cli.request.RequestCommand;
import io.merapi.config.source.StandardInput;
import io.merapi.config.source.Surroundings;
import io.merapi.control.Command;
import io.merapi.control.Daemon;
import io.merapi.control.SignalSource;
import io.merapi.control.Signals;
import io.merapi.control.identity.Privileges;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The command. Composes, decides nothing. */
public final class Main {
    private Main() {}

    /**
     * Runs the command.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String[] arguments) throws Exception {
        Invocation asked = Invocation.read(List.of(arguments), Surroundings.ofProcess());
        Departure departure = run(asked);
        Fallback fallback = departure.isFailedStart() ? asked.fallback() : null;
        if (fallback != null) {
            // those of the server that has failed would be heard by nobody
            Signals.install(SignalSource.ofProcess(), Main::leave, Map.of());
            departure = run(fallback.read());
        }
        System.exit(departure.status());
    }

    private static Departure run(Invocation invocation) throws Exception {
        return switch (invocation) {
            case Invocation.Print print -> {
                System.out.print(print.text());
                yield Departure.with(0);
            }
            case Invocation.Show show -> {
                System.out.print(show.page().text());
                System.err.print(show.page().complaint());
                yield Departure.with(show.page().status());
            }
            case Invocation.Refuse refuse -> {
                System.err.print(refuse.text());
                yield new Departure(refuse.status(), false);
            }
            case Invocation.Request request ->
                Departure.with(RequestCommand.ofProcess().run(request.arguments()));
            case Invocation.Ask ask ->
                Departure.with(AdminCommand.ofProcess(ask.surroundings()).run(ask.words()));
            case Invocation.Send send -> Departure.with(send(send));
            case Invocation.Serve serve -> serve(serve);
        };
    }

    private static int send(Invocation.Send send) {
        try {
            send.process().signal(send.signal());
            return 0;
        } catch (IOException e) {
            System.err.println("merapi: " + e.getMessage());
            return Invocation.CONFIGURATION_ERROR;
        }
    }

    private static Departure serve(Invocation.Serve serve) throws InterruptedException {
        Privileges.Plan privileges = serve.config().control().privileges();
        try {
            Demotion.begin(privileges);
        } catch (IOException e) {
            System.err.println("merapi: cannot become " + privileges.atOnce() + ": " + e.getMessage());
            return Departure.refused();
        }
        Daemon.Plan daemon = serve.config().control().whereabouts().daemon();
        if (!Daemon.isBackground()) {
            System.out.print(serve.shownConfig());
        }
        if (daemon == null || Daemon.isBackground()) {
            return Server.run(serve);
        }
        try {
            Path log = serve.config().log().file();
            // the one in the background has tried the fallback, where there is one
            return Departure.with(Daemon.start(daemon, log == null ? daemon.log() : log, StandardInput.kept()));
        } catch (IOException e) {
            System.err.println("merapi: cannot go to the background: " + e.getMessage());
            return Departure.refused();
        }
    }

    private static void leave(Command command, String origin) {
        if (command == Command.STOP || command == Command.STOP_AT_ONCE) {
            System.err.println("merapi: " + origin + ": leaving before anything is served");
            System.exit(0);
        }
    }
}
