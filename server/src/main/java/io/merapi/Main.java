// SPDX-License-Identifier: Apache-2.0
package io.merapi;

import io.merapi.cli.Invocation;
import io.merapi.cli.request.RequestCommand;
import io.merapi.config.source.Surroundings;
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
            case Invocation.Refuse refuse -> {
                System.err.print(refuse.text());
                System.exit(refuse.status());
            }
            case Invocation.Request request ->
                System.exit(RequestCommand.ofProcess().run(request.arguments()));
            case Invocation.Serve serve -> System.exit(Server.run(serve));
        }
    }
}
