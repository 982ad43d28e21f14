// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli.request;

import io.netty.buffer.ByteBuf;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** {@code merapi request}: makes one request and prints its answer. */
public final class RequestCommand {
    private static final int PATIENCE_SECONDS = 30;
    private static final int MOST_SECONDS = 86_400;

    private static final String HELP = """
            Usage: merapi request [option]... URL

            Makes one request, as a client of HTTP or as a web server in front, and prints the answer.

              merapi request http://127.0.0.1:8000/path?query
              merapi request -i uwsgi://127.0.0.1:3031/path        also fastcgi://, scgi://
              merapi request -d name=value fastcgi:///run/site.sock:/path
                                                   a unix socket: its path, a colon, the path asked for
              merapi request --modifier1 100 uwsgi:///run/site.sock
                                                   is anybody there?

            """;

    private final InputStream input;
    private final OutputStream output;
    private final PrintStream errors;

    /** A command that reads and writes there. */
    public RequestCommand(InputStream input, OutputStream output, PrintStream errors) {
        this.input = input;
        this.output = output;
        this.errors = errors;
    }

    /** One on the streams of this process. */
    public static RequestCommand ofProcess() {
        // not System.out, which tells nobody that its reader has gone
        return new RequestCommand(System.in, new FileOutputStream(FileDescriptor.out), System.err);
    }

    /**
     * Runs it.
     *
     * @param arguments what follows {@code merapi request}
     * @return the exit code
     */
    public int run(List<String> arguments) {
        try {
            return run(Arguments.read(arguments)).number();
        } catch (CallException e) {
            errors.println("merapi request: " + e.getMessage());
            return e.exit().number();
        } catch (IOException e) {
            errors.println("merapi request: the answer cannot be written: " + e.getMessage());
            return Exit.OUTPUT.number();
        }
    }

    private Exit run(Arguments arguments) throws CallException, IOException {
        if (arguments.has(Flag.HELP)) {
            output.write(help().getBytes(StandardCharsets.UTF_8));
            output.flush();
            return Exit.ANSWERED;
        }
        Call call = Call.of(arguments, input);
        ByteBuf request = CallEncoder.encode(call);
        if (arguments.has(Flag.VERBOSE)) {
            CallEncoder.describe(call).lines().forEach(line -> errors.println("> " + line));
        }
        Answer answer = new Answer(
                new Answer.Print(
                        output,
                        errors,
                        arguments.has(Flag.INCLUDE) || arguments.has(Flag.HEAD),
                        arguments.has(Flag.FAIL),
                        arguments.has(Flag.VERBOSE)),
                call.method().equals("HEAD"));
        Duration patience = Duration.ofSeconds(arguments.number(Flag.MAX_TIME, PATIENCE_SECONDS, MOST_SECONDS));
        try (Talk talk = Talk.open(call.target(), patience)) {
            talk.exchange(request, reception(call, answer));
        } finally {
            output.flush();
        }
        if (arguments.has(Flag.FAIL) && answer.status() >= 400) {
            throw new CallException(Exit.STATUS, "the status is " + answer.status());
        }
        return Exit.ANSWERED;
    }

    private Reception reception(Call call, Answer answer) {
        if (call.isPing()) {
            return new PingReception(output);
        }
        return call.target().protocol() == Protocol.FASTCGI ? new FastCgiReception(answer, errors) : answer;
    }

    private static String help() {
        StringBuilder help = new StringBuilder(HELP);
        for (Flag flag : Flag.values()) {
            help.append(flag.helpLine());
        }
        help.append("\nIt exits with\n");
        for (Exit exit : Exit.values()) {
            help.append(String.format(Locale.ROOT, "  %2d  %s%n", exit.number(), exit.meaning()));
        }
        return help.toString();
    }
}
