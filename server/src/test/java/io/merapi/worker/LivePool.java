// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.exchange.RequestBody;
import io.merapi.protocol.workerlink.ControlEvent;
import io.merapi.transport.front.EventLoops;
import io.merapi.worker.directory.RuntimeDirectory;
import io.merapi.worker.lifecycle.Reload;
import io.merapi.worker.lifecycle.ReloadOutcome;
import io.merapi.worker.lifecycle.WorkerState;
import io.merapi.worker.limit.WorkerLimits;
import io.merapi.worker.process.ProcessTraits;
import io.netty.channel.EventLoop;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** A pool of real Python processes. */
final class LivePool implements PoolListener, AutoCloseable {
    private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(45);
    private static final Path PACKAGE = Path.of(System.getProperty("merapi.home", ".."), "python");

    private final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<Integer> serving = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<String> notes = new LinkedBlockingQueue<>();
    private final ConcurrentLinkedQueue<String> output = new ConcurrentLinkedQueue<>();
    private final EventLoops loops = EventLoops.open(1);
    private final EventLoop loop = loops.group().next();
    private final RuntimeDirectory directory;
    private final Path home;
    private final PoolConfig config;
    private final Pool pool;
    private CompletableFuture<ReloadOutcome> outcome = new CompletableFuture<>();

    private LivePool(Path home, PoolConfig config) throws IOException {
        this.home = home;
        this.config = config;
        directory = RuntimeDirectory.create(home);
        pool = new Pool(config, loop, loops.isEpoll(), directory, this);
    }

    /** What may differ between pools. */
    record Setup(Path home, String interpreter, int processes, boolean lazyApps, boolean needApp) {
        static Setup of(Path home) {
            return new Setup(home, "python3", 2, false, false);
        }

        Setup processes(int count) {
            return new Setup(home, interpreter, count, lazyApps, needApp);
        }

        Setup interpreter(String name) {
            return new Setup(home, name, processes, lazyApps, needApp);
        }

        Setup lazy() {
            return new Setup(home, interpreter, processes, true, needApp);
        }

        Setup needingAnApplication() {
            return new Setup(home, interpreter, processes, lazyApps, true);
        }

        /** Starts a pool of this application. */
        LivePool start(String application) throws IOException {
            LivePool pool = open(application);
            pool.pool.start();
            return pool;
        }

        LivePool open(String application) throws IOException {
            write(home, application);
            PoolConfig.Application module = new PoolConfig.Application(
                    "tested:app",
                    "",
                    "",
                    PoolConfig.Mounts.NONE,
                    PoolConfig.Imports.NONE,
                    "",
                    List.of(home.toString()),
                    List.of(),
                    List.of(),
                    lazyApps,
                    needApp,
                    PoolConfig.Autoreload.OFF,
                    PoolConfig.Answers.AS_GIVEN,
                    Map.of());
            return new LivePool(
                    home,
                    new PoolConfig(
                            module,
                            interpreter,
                            PACKAGE,
                            processes,
                            1,
                            TestPool.LIMITS,
                            TestPool.MERCY,
                            WorkerLimits.NONE,
                            ProcessTraits.USUAL));
        }
    }

    private static void write(Path home, String application) throws IOException {
        Files.writeString(home.resolve("tested.py"), application);
    }

    /** Another version of the application is there, and taken. */
    void reload(Reload kind, String application) throws IOException {
        write(home, application);
        outcome = pool.reload(kind, config);
    }

    CompletableFuture<ReloadOutcome> pendingOutcome() {
        return outcome;
    }

    /** What has come of the last reload. */
    ReloadOutcome outcome() {
        return outcome.orTimeout(DEADLINE_NANOS, TimeUnit.NANOSECONDS).join();
    }

    /** How many workers are ready. */
    long readyWorkers() {
        return pool.status().join().workers().stream()
                .filter(worker -> worker.state() == WorkerState.READY)
                .count();
    }

    Pool pool() {
        return pool;
    }

    RuntimeDirectory directory() {
        return directory;
    }

    // ---- requests

    TestClient get(String uri) {
        return ask("GET", uri);
    }

    TestClient ask(String method, String uri) {
        return loop.submit(() -> {
                    TestClient client =
                            new TestClient(TestClient.request(method, uri, RequestBody.EMPTY), loop, System::nanoTime);
                    pool.handle(client.exchange());
                    return client;
                })
                .syncUninterruptibly()
                .getNow();
    }

    /** Waits for the whole answer. */
    String answer(TestClient client) {
        await("the answer", () -> onLoop(client::overs) == 1);
        return Objects.requireNonNull(
                loop.submit(client::answer).syncUninterruptibly().getNow());
    }

    private int onLoop(java.util.concurrent.Callable<Integer> task) {
        return loop.submit(task).syncUninterruptibly().getNow();
    }

    /** What a number in the body of a 200 says. */
    long number(TestClient client) {
        String answer = answer(client);
        assertThat(answer).matches("200 [0-9]+");
        return Long.parseLong(answer.substring(4));
    }

    // ---- what is told

    /** The next thing told besides workers that serve. */
    String event() {
        return next(events);
    }

    /** The next that is told of a reload. */
    String note() {
        return next(notes);
    }

    /** Process ids of the next workers that serve. */
    List<Integer> serving(int count) {
        List<Integer> pids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pids.add(next(serving));
        }
        return pids;
    }

    private <T> T next(LinkedBlockingQueue<T> queue) {
        try {
            T next = queue.poll(DEADLINE_NANOS, TimeUnit.NANOSECONDS);
            if (next == null) {
                throw new AssertionError("waited in vain; the output was\n" + String.join("\n", output));
            }
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits for a line of output in which there is this text. */
    void awaitOutput(String text) {
        await("output " + text, () -> output.stream().anyMatch(line -> line.contains(text)));
    }

    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + DEADLINE_NANOS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline).as(what).isNegative();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    static void awaitGone(long pid) {
        await("the end of process " + pid, () -> ProcessHandle.of(pid).isEmpty());
    }

    static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Override
    public void loaded(ControlEvent.Loading loading) {
        events.add("loaded "
                + loading.applications().stream()
                        .map(ControlEvent.Application::name)
                        .collect(Collectors.joining(" ")));
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
        serving.add(pid);
    }

    @Override
    public void ready() {
        events.add("ready");
    }

    @Override
    public void note(String what) {
        notes.add(what);
    }

    @Override
    public void idle(String why) {
        throw new AssertionError(why);
    }

    @Override
    public void interpreterUnusable(String reason) {
        events.add("unusable: " + reason);
    }

    @Override
    public void fatal(int exitCode, String reason) {
        events.add("fatal " + exitCode + ": " + reason);
    }

    @Override
    public void output(InputStream stream) {
        Thread.ofPlatform().name("python-output").daemon().start(() -> {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                lines.lines().forEach(output::add);
            } catch (IOException | UncheckedIOException e) {
                output.add("(the output cannot be read: " + e + ")");
            }
        });
    }

    CompletableFuture<Void> stop(Duration mercy) {
        return pool.stop(mercy);
    }

    @Override
    public void close() {
        pool.stop(Duration.ZERO).orTimeout(45, TimeUnit.SECONDS).join();
        directory.close();
        loops.close();
    }
}
