// SPDX-License-Identifier: Apache-2.0
package io.merapi;

import io.merapi.cli.Invocation;
import io.merapi.cli.admin.AdminCommand;
import io.merapi.cli.request.RequestCommand;
import io.merapi.config.source.StandardInput;
import io.merapi.config.source.Surroundings;
import io.merapi.control.Daemon;
import io.merapi.control.identity.Privileges;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The command. Composes, decides nothing. */
public final class Main {
    private Main() {}

    /**
     * Runs the command.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String[] arguments) throws Exception {
        switch (Invocation.read(List.of(arguments), Surroundings.ofProcess())) {
            case Invocation.Print print -> System.out.print(print.text());
            case Invocation.Show show -> {
                System.out.print(show.page().text());
                System.err.print(show.page().complaint());
                System.exit(show.page().status());
            }
            case Invocation.Refuse refuse -> {
                System.err.print(refuse.text());
                System.exit(refuse.status());
            }
            case Invocation.Request request ->
                System.exit(RequestCommand.ofProcess().run(request.arguments()));
            case Invocation.Ask ask ->
                System.exit(AdminCommand.ofProcess(ask.surroundings()).run(ask.words()));
            case Invocation.Send send -> System.exit(send(send));
            case Invocation.Serve serve -> System.exit(serve(serve));
        }
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

    private static int serve(Invocation.Serve serve) throws InterruptedException {
        Privileges.Plan privileges = serve.config().control().privileges();
        try {
            Demotion.begin(privileges);
        } catch (IOException e) {
            System.err.println("merapi: cannot become " + privileges.atOnce() + ": " + e.getMessage());
            return Invocation.CONFIGURATION_ERROR;
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
            return Daemon.start(daemon, log == null ? daemon.log() : log, StandardInput.kept());
        } catch (IOException e) {
            System.err.println("merapi: cannot go to the background: " + e.getMessage());
            return Invocation.CONFIGURATION_ERROR;
        }
    }
}
