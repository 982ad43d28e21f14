// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import io.merapi.protocol.workerlink.ControlEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Python process that loads the application and forks workers: the front's child, with a control connection. */
final class Zygote {
    private final Process process;
    private final InputStream output;
    private @Nullable Channel control;

    Zygote(Process process, InputStream output) {
        this.process = process;
        this.output = output;
    }

    /**
     * Starts the interpreter; takes some milliseconds, so not for an event loop. Standard output and error are joined.
     *
     * @param packageDirectory where the {@code merapi_worker} package lies
     * @param socket path of the front's socket
     * @param readsInput whether its standard input is the front's; else it is empty
     * @throws IOException when the interpreter cannot be started
     */
    static Zygote start(String interpreter, Path packageDirectory, Path socket, boolean readsInput) throws IOException {
        String program = "import sys; sys.path.insert(0, sys.argv[1]); "
                + "from merapi_worker.zygote import main; main(sys.argv[2])";
        ProcessBuilder builder =
                new ProcessBuilder(List.of(interpreter, "-c", program, packageDirectory.toString(), socket.toString()));
        builder.redirectInput(
                readsInput ? ProcessBuilder.Redirect.INHERIT : ProcessBuilder.Redirect.from(new File("/dev/null")));
        // what a service manager has told the front is nothing for the application
        builder.environment().keySet().removeAll(List.of("LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"));
        OutputPipe.Started started = OutputPipe.start(builder);
        return new Zygote(started.process(), started.output());
    }

    Process process() {
        return process;
    }

    /** What it and its workers write; ends when the last of them has closed it. */
    InputStream output() {
        return output;
    }

    long pid() {
        return process.pid();
    }

    /** Its control connection is there: tells it what to load. */
    void configure(Channel control, Map<String, @Nullable Object> config) {
        this.control = control;
        ByteBuf out = control.alloc().ioBuffer();
        ControlEncoder.config(out, config);
        var _ = control.writeAndFlush(out, control.voidPromise());
    }

    /** Runs an action when all it had to say has been heard; it has exited. */
    void afterLastWord(Runnable action) {
        if (control == null) {
            action.run();
        } else {
            var _ = control.closeFuture().addListener(_ -> action.run());
        }
    }

    /** Whether its control connection has ever been there. */
    boolean isConnected() {
        return control != null;
    }

    /** Forks a worker that sits in {@code seat}. */
    void spawn(int worker, int seat) {
        if (control != null) {
            ByteBuf out = control.alloc().ioBuffer(32);
            ControlEncoder.spawn(out, worker, seat);
            var _ = control.writeAndFlush(out, control.voidPromise());
        }
    }

    /** Sends a signal to the worker in {@code seat}: the zygote alone can be sure that it is still that process. */
    void signal(int seat, int signal) {
        if (control != null) {
            ByteBuf out = control.alloc().ioBuffer(32);
            ControlEncoder.signal(out, seat, signal);
            var _ = control.writeAndFlush(out, control.voidPromise());
        }
    }

    /** No more forks; it leaves when the workers have left. */
    void stop() {
        if (control != null) {
            ByteBuf out = control.alloc().ioBuffer(32);
            ControlEncoder.stop(out);
            var _ = control.writeAndFlush(out, control.voidPromise());
        } else {
            kill();
        }
    }

    void kill() {
        process.destroyForcibly();
    }
}
