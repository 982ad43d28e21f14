// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.exchange.RequestBody;
import io.merapi.worker.directory.Scoreboard;
import io.merapi.worker.directory.Words;
import io.merapi.worker.lifecycle.ExitStatus;
import io.merapi.worker.lifecycle.GenerationState;
import io.merapi.worker.limit.WorkerLimits;
import io.merapi.worker.process.ProcessTraits;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A dispatcher and a generation with scripted workers, on a loop and a clock that the test moves. */
final class TestPool implements Generation.Events, AutoCloseable {
    static final PoolConfig.QueueLimits LIMITS = new PoolConfig.QueueLimits(100, Duration.ofSeconds(30));
    static final Duration MERCY = Duration.ofSeconds(60);
    private static final int MOST_WORKERS = 8;
    private static final long STEP_MICROS = 250;

    private final MockTicker ticker = Ticker.newMockTicker();
    private final EmbeddedChannel home =
            EmbeddedChannel.builder().ticker(ticker).build();
    private final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(false);
    private final TestProcess process = new TestProcess();
    private final List<TestWorker> workers = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private final Dispatcher dispatcher;
    private final Scoreboard scoreboard;
    private final Generation generation;
    private final Words words;
    private final int threads;

    TestPool(Path directory, int threads, PoolConfig.QueueLimits limits) {
        this(directory, threads, limits, WorkerLimits.NONE);
    }

    TestPool(Path directory, int threads, PoolConfig.QueueLimits limits, WorkerLimits workerLimits) {
        this.threads = threads;
        dispatcher = new Dispatcher(home.eventLoop(), ticker::nanoTime, limits);
        Path file = directory.resolve("scoreboard");
        try {
            Files.createDirectories(directory);
            scoreboard = new Scoreboard(file, MOST_WORKERS * threads);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        words = new Words(file);
        generation = new Generation(1, config(threads, limits, workerLimits), scoreboard, dispatcher, this);
        generation.zygote(new Zygote(process, process.getInputStream()));
        generation.on(GenerationState.Input.LOADED);
        generation.on(GenerationState.Input.TAKE_OVER);
    }

    /** Of a pool that forks no worker by itself. */
    private static PoolConfig config(int threads, PoolConfig.QueueLimits limits, WorkerLimits workerLimits) {
        PoolConfig.Application none = new PoolConfig.Application(
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
                Map.of());
        return new PoolConfig(
                none, "python3", Path.of("python"), 0, threads, limits, MERCY, workerLimits, ProcessTraits.USUAL);
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    Generation generation() {
        return generation;
    }

    Words words() {
        return words;
    }

    /** Of the links; all of it must have been given back at the end. */
    UnpooledByteBufAllocator memory() {
        return memory;
    }

    TestProcess process() {
        return process;
    }

    MockTicker ticker() {
        return ticker;
    }

    EventLoop loop() {
        return home.eventLoop();
    }

    /** What the generation has told since this was last asked. */
    List<String> events() {
        List<String> told = List.copyOf(events);
        events.clear();
        return told;
    }

    // ---- workers

    /** Forks a worker that has opened no link yet. */
    TestWorker fork(int number) {
        generation.spawn(number, ticker.nanoTime());
        TestWorker worker = new TestWorker(this, number);
        workers.add(worker);
        return worker;
    }

    /** Forks a worker that is ready. */
    TestWorker worker(int number) {
        TestWorker worker = fork(number);
        worker.spawned();
        for (int thread = 0; thread < threads; thread++) {
            worker.openLink();
        }
        run();
        return worker;
    }

    /** The worker in {@code seat}, which has been forked to follow another one of its number, becomes ready. */
    TestWorker heir(int number, int seat) {
        TestWorker heir = new TestWorker(this, seat);
        workers.add(heir);
        heir.spawned();
        for (int thread = 0; thread < threads; thread++) {
            heir.openLink();
        }
        run();
        assertThat(generation.workers()).extracting(Worker::number).contains(number);
        return heir;
    }

    /** Has a worker serve fast requests until sending ahead is allowed in full. */
    void warm(TestWorker worker) {
        for (int i = 0; i < 200; i++) {
            TestClient client = get("/warm");
            worker.link().serve("/warm", 20);
            if (client.isWaiting()) {
                throw new AssertionError("not answered");
            }
        }
        worker.link().writes();
    }

    // ---- requests

    TestClient get(String uri) {
        return ask("GET", uri, RequestBody.EMPTY);
    }

    TestClient ask(String method, String uri, RequestBody body) {
        TestClient client = new TestClient(TestClient.request(method, uri, body), home.eventLoop(), ticker::nanoTime);
        dispatcher.admit(client.exchange());
        return client;
    }

    /** Asks for all of these in one go, as when they came in one read. */
    List<TestClient> getAll(String... uris) {
        List<TestClient> clients = new ArrayList<>();
        for (String uri : uris) {
            clients.add(get(uri));
        }
        run();
        return clients;
    }

    // ---- time

    /** Runs what is due on the loop. */
    void run() {
        home.runPendingTasks();
        home.checkException();
    }

    /** Lets time pass, in steps so small that what is scheduled again is due again. */
    void advanceMicros(long micros) {
        long left = micros;
        while (left > 0) {
            long step = Math.min(left, STEP_MICROS);
            ticker.advance(step, TimeUnit.MICROSECONDS);
            run();
            left -= step;
        }
    }

    void advanceMillis(int millis) {
        advanceMicros(TimeUnit.MILLISECONDS.toMicros(millis));
    }

    // ---- Generation.Events

    @Override
    public void ready(Generation from, Worker worker) {
        events.add("ready " + worker.number());
    }

    @Override
    public void died(Generation from, Worker worker, ExitStatus status) {
        events.add("died " + worker.number() + ", " + status
                + worker.victims().stream().map(each -> ": " + each).collect(Collectors.joining()));
    }

    @Override
    public void wanting(Generation from) {
        events.add("wanting");
    }

    @Override
    public void wornOut(Generation from) {
        events.add("worn out");
    }

    @Override
    public void gone(Generation from) {
        events.add("gone");
    }

    @Override
    public void close() {
        workers.forEach(TestWorker::die);
        run();
        var _ = home.close();
        assertThat(memory.metric().usedHeapMemory() + memory.metric().usedDirectMemory())
                .as("memory that nobody has released")
                .isZero();
    }
}
