// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.protocol.workerlink.ControlEvent;
import io.merapi.worker.directory.RuntimeDirectory;
import io.merapi.worker.limit.WorkerLimits;
import io.merapi.worker.process.ProcessTraits;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A zygote may connect at any moment after it was started. */
final class ZygoteStartTest implements PoolListener {
    /** In place of an interpreter: says HELLO, and what becomes of that. */
    private static final String SCRIPT = """
            #!/usr/bin/env python3
            import os, socket, struct, sys
            front = socket.socket(socket.AF_UNIX)
            front.connect(sys.argv[4])
            front.sendall(struct.pack("<IBBHQIIII", 16, 1, 0, 0, 0, os.getpid(), 0, 0, 0))
            print("said hello", flush=True)
            print("got CONFIG" if front.recv(5)[4:] == b"\\x02" else "was turned away", flush=True)
            """;

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final CompletableFuture<String> outcome = new CompletableFuture<>();

    @AfterEach
    void stop() {
        loops.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void isHeardThoughItConnectsBeforeTheLoopKnowsIt(@TempDir Path directory) throws Exception {
        Path interpreter = Files.writeString(directory.resolve("python"), SCRIPT);
        Files.setPosixFilePermissions(interpreter, PosixFilePermissions.fromString("rwx------"));
        PoolConfig config = new PoolConfig(
                new PoolConfig.Application(
                        "",
                        "",
                        "",
                        PoolConfig.Mounts.NONE,
                        PoolConfig.Imports.NONE,
                        "",
                        List.of(),
                        List.of(),
                        List.of(),
                        false,
                        false,
                        PoolConfig.Autoreload.OFF,
                        PoolConfig.Answers.AS_GIVEN,
                        Map.of()),
                interpreter.toString(),
                directory,
                1,
                1,
                new PoolConfig.QueueLimits(1, Duration.ofSeconds(1)),
                TestPool.MERCY,
                WorkerLimits.NONE,
                ProcessTraits.USUAL);
        try (RuntimeDirectory runtime = RuntimeDirectory.create(directory)) {
            Pool pool = new Pool(config, loops.next(), false, runtime, this);
            pool.start();
            assertThat(outcome.get(30, TimeUnit.SECONDS)).isEqualTo("got CONFIG");
            pool.stop(Duration.ZERO).get(30, TimeUnit.SECONDS);
        }
    }

    /** The process has been started; its start goes on only when this returns. */
    @Override
    public void output(InputStream output) {
        BufferedReader lines = new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8));
        assertThat(line(lines)).isEqualTo("said hello");
        // the loop has time enough to see the connection, and what came on it
        for (int i = 0; i < 20; i++) {
            loops.submit(() -> {}).syncUninterruptibly();
        }
        Thread.ofVirtual().start(() -> outcome.complete(line(lines)));
    }

    private static String line(BufferedReader lines) {
        try {
            return String.valueOf(lines.readLine());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void loaded(ControlEvent.Loading loading) {
        throw new AssertionError("it loads nothing");
    }

    @Override
    public void modules(List<String> files) {
        throw new AssertionError(files);
    }

    @Override
    public void forking() {
        // what runs beside it is no concern here
    }

    @Override
    public void serving(int worker, int pid) {
        throw new AssertionError("it forks nothing");
    }

    @Override
    public void ready() {
        throw new AssertionError("it is never ready");
    }

    @Override
    public void note(String what) {
        throw new AssertionError("it is not reloaded");
    }

    @Override
    public void idle(String why) {
        throw new AssertionError(why);
    }

    @Override
    public void interpreterUnusable(String reason) {
        // it ends when it has seen what it wants
    }

    @Override
    public void fatal(int exitCode, String reason) {
        // the same
    }
}
