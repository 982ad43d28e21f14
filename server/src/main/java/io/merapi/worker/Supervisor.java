// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import io.merapi.protocol.workerlink.ControlEncoder;
import io.merapi.protocol.workerlink.ControlEvent;
import io.merapi.worker.lifecycle.ExitStatus;
import io.merapi.worker.lifecycle.RespawnPause;
import io.merapi.worker.lifecycle.WorkerState;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.DomainSocketReadMode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the pool's processes alive: starts the zygote, has workers forked, replaces what dies, and lets them leave at
 * the end.
 *
 * <p>A zygote that dies is replaced by a new generation: the workers of the old one serve on until the new one serves.
 *
 * <p>Owned by the pool's loop; only starting a process happens on another thread.
 */
final class Supervisor implements LinkListener.Owner, Generation.Events {
    private static final System.Logger LOG = System.getLogger("merapi.worker");

    /** For each worker one, and one for its successor while it leaves. */
    private static final int SEATS = 2;

    private static final Duration OF_USE = Duration.ofSeconds(10);

    private final PoolConfig config;
    private final EventLoop loop;
    private final Dispatcher dispatcher;
    private final RuntimeDirectory directory;
    private final PoolListener listener;
    private final List<Generation> retiring = new ArrayList<>();
    private final RespawnPause workerPause = new RespawnPause();
    private final RespawnPause zygotePause = new RespawnPause();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private @Nullable Generation current;
    private @Nullable LinkListener socket;
    private int generations;
    private boolean wasReady;
    private boolean stopping;

    Supervisor(
            PoolConfig config,
            EventLoop loop,
            Dispatcher dispatcher,
            RuntimeDirectory directory,
            PoolListener listener) {
        this.config = config;
        this.loop = loop;
        this.dispatcher = dispatcher;
        this.directory = directory;
        this.listener = listener;
    }

    void listen(boolean epoll) {
        socket = LinkListener.bind(loop, epoll, directory.socket(), this);
    }

    // ---- generations

    /**
     * Starts a zygote; not on the loop, for it takes some milliseconds. Until the loop knows it, nothing is accepted:
     * it may be quick to connect, and would be turned away.
     */
    void start() throws IOException {
        loop.submit(() -> accept(false)).syncUninterruptibly();
        Zygote zygote;
        try {
            zygote = Zygote.start(config.interpreter(), config.packageDirectory(), directory.socket());
        } catch (IOException e) {
            loop.execute(() -> accept(true));
            throw e;
        }
        listener.output(zygote.process().getInputStream());
        loop.execute(() -> begin(zygote));
        var _ = zygote.process()
                .onExit()
                .thenAccept(process -> loop.execute(() -> zygoteExited(zygote, process.exitValue())));
    }

    private void accept(boolean accepts) {
        if (socket != null) {
            socket.accept(accepts);
        }
    }

    private void begin(Zygote zygote) {
        accept(true);
        generations++;
        try {
            Scoreboard scoreboard =
                    new Scoreboard(directory.scoreboard(generations), SEATS * config.processes() * config.threads());
            Generation generation = new Generation(generations, config.threads(), scoreboard, dispatcher, this);
            generation.zygote(zygote);
            if (current != null) {
                makeWay(current);
            }
            current = generation;
        } catch (IOException e) {
            scoreboardMissing(e);
            zygote.kill();
        }
        if (stopping) {
            zygote.kill();
        }
    }

    /** The old one serves on until the new one does, if there is anything left of it. */
    private void makeWay(Generation old) {
        if (old.workers().isEmpty()) {
            old.scoreboard().remove();
        } else {
            retiring.add(old);
        }
    }

    private void scoreboardMissing(IOException why) {
        String reason = "the scoreboard cannot be made: " + why;
        if (current == null) {
            listener.fatal(1, reason);
        } else {
            LOG.log(System.Logger.Level.ERROR, reason);
        }
    }

    private void zygoteExited(Zygote zygote, int status) {
        for (Generation generation : generations()) {
            if (zygote.equals(generation.zygote())) {
                generation.zygoteDied();
            }
        }
        if (stopping) {
            checkStopped();
            return;
        }
        if (current == null || current.zygote() != null) {
            return;
        }
        if (!wasReady && !current.isEverLoaded()) {
            endedBeforeLoaded(zygote, new ExitStatus(exit(status)));
            return;
        }
        Duration pause = zygotePause.died(false);
        LOG.log(
                System.Logger.Level.WARNING,
                "the zygote (pid: " + zygote.pid() + ") died: " + new ExitStatus(exit(status)) + "; starting another"
                        + after(pause));
        var _ = loop.schedule(this::startAnother, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void endedBeforeLoaded(Zygote zygote, ExitStatus status) {
        if (zygote.isConnected()) {
            listener.fatal(1, "the Python process ended with " + status + " while it loaded the application");
        } else {
            listener.interpreterUnusable(
                    config.interpreter() + " ended with " + status + " before it ran anything of Merapi's");
        }
    }

    /** Java tells a signal as 128 plus its number. */
    private static int exit(int status) {
        return status > 128 ? 128 - status : status;
    }

    private static String after(Duration pause) {
        return pause.isZero() ? "" : " in " + pause.toMillis() + " ms";
    }

    private void startAnother() {
        if (stopping) {
            return;
        }
        Thread.ofPlatform().name("zygote-start").daemon().start(() -> {
            try {
                start();
            } catch (IOException e) {
                LOG.log(System.Logger.Level.ERROR, "the interpreter cannot be started: " + e.getMessage());
                Duration pause = zygotePause.died(false);
                var _ = loop.schedule(this::startAnother, pause.toMillis() + 1000, TimeUnit.MILLISECONDS);
            }
        });
    }

    private List<Generation> generations() {
        List<Generation> all = new ArrayList<>(retiring);
        if (current != null) {
            all.add(current);
        }
        return all;
    }

    // ---- connections of Python processes

    @Override
    public @Nullable ChannelInboundHandlerAdapter connected(ControlEvent.Hello hello, Channel channel) {
        if (hello.role() == ControlEvent.Role.ZYGOTE) {
            return zygoteConnected(hello, channel);
        }
        for (Generation generation : generations()) {
            if (generation.number() == hello.generation()) {
                return workerConnected(generation, hello, channel);
            }
        }
        return null;
    }

    private @Nullable ChannelInboundHandlerAdapter zygoteConnected(ControlEvent.Hello hello, Channel channel) {
        Generation generation = current;
        Zygote zygote = generation == null ? null : generation.zygote();
        if (generation == null || zygote == null || zygote.pid() != hello.pid()) {
            return null;
        }
        zygote.configure(channel, ZygoteConfig.of(config, generation, directory));
        return new ZygoteLink(event -> heard(generation, event), zygote::kill);
    }

    private static @Nullable ChannelInboundHandlerAdapter workerConnected(
            Generation generation, ControlEvent.Hello hello, Channel channel) {
        return switch (hello.role()) {
            case ZYGOTE -> null;
            case LINK -> generation.linked(hello, channel);
            case LIFELINE -> generation.opened(hello, channel) == null ? null : new ChannelInboundHandlerAdapter();
            case STACKS -> writesStacks(generation.opened(hello, channel));
            case FILES -> takesFiles(generation, hello, channel);
        };
    }

    private static @Nullable ChannelInboundHandlerAdapter writesStacks(@Nullable Worker worker) {
        return worker == null ? null : worker.stacks();
    }

    private static @Nullable ChannelInboundHandlerAdapter takesFiles(
            Generation generation, ControlEvent.Hello hello, Channel channel) {
        Worker worker = generation.opened(hello, channel);
        if (worker == null || !(channel instanceof EpollDomainSocketChannel descriptors)) {
            return null;
        }
        descriptors.config().setReadMode(DomainSocketReadMode.FILE_DESCRIPTORS);
        ByteBuf ready = channel.alloc().ioBuffer(32);
        ControlEncoder.filesReady(ready);
        var _ = channel.writeAndFlush(ready, channel.voidPromise());
        return worker.files();
    }

    private void heard(Generation generation, ControlEvent event) {
        switch (event) {
            case ControlEvent.Loaded loaded -> {
                listener.loaded(loaded.loading());
                spawnAll(generation);
            }
            case ControlEvent.LoadFailed failed -> loadFailed(generation, failed.reason());
            case ControlEvent.Spawned spawned -> generation.spawned(spawned);
            case ControlEvent.Exited exited -> generation.exited(exited);
            case ControlEvent.Hello hello -> LOG.log(System.Logger.Level.WARNING, "a second HELLO from a zygote");
        }
    }

    private void loadFailed(Generation generation, String reason) {
        if (config.application().needApp() && !wasReady) {
            listener.fatal(ExitStatus.FAILED_APP, "no application (need-app): " + reason + inInterpreter());
            return;
        }
        Zygote zygote = generation.zygote();
        if (zygote != null && retiring.stream().anyMatch(Generation::isServing)) {
            LOG.log(System.Logger.Level.ERROR, "the application did not load again, its workers serve on: " + reason);
            zygote.kill();
            return;
        }
        LOG.log(System.Logger.Level.ERROR, "no application is loaded, requests get 500: " + reason + inInterpreter());
        spawnAll(generation);
    }

    /** Most often what cannot be imported is there for another interpreter. */
    private String inInterpreter() {
        return " (the interpreter is " + config.interpreter() + ")";
    }

    private void spawnAll(Generation generation) {
        generation.loaded();
        for (int worker = 1; worker <= config.processes(); worker++) {
            generation.spawn(worker, dispatcher.nanoTime());
        }
    }

    // ---- Generation.Events

    @Override
    public void serving(Generation generation, Worker worker) {
        listener.serving(worker.number(), worker.pid());
        boolean all = generation.workers().size() == config.processes()
                && generation.workers().stream().allMatch(each -> each.state() == WorkerState.READY);
        if (!generation.equals(current) || !all) {
            return;
        }
        if (!wasReady) {
            wasReady = true;
            listener.ready();
        }
        zygotePause.useful();
        List.copyOf(retiring).forEach(Generation::retire);
    }

    @Override
    public void died(Generation generation, Worker worker, ExitStatus status) {
        if (status.code() == ExitStatus.FAILED_APP && config.application().needApp() && !wasReady) {
            listener.fatal(ExitStatus.FAILED_APP, "no application in " + worker + " (need-app)");
            return;
        }
        boolean useful = worker.served() > 0 || dispatcher.nanoTime() - worker.startedNanos() > OF_USE.toNanos();
        if (stopping) {
            LOG.log(System.Logger.Level.WARNING, worker + " had not finished and was killed" + running(worker));
            return;
        }
        Duration pause = workerPause.died(useful);
        tellDeath(worker, status, pause);
        if (workerPause.failures() > 2 * config.processes() && dispatcher.unavailable()) {
            LOG.log(System.Logger.Level.ERROR, "no worker stays alive: requests get 503 until one does");
        }
        var _ = loop.schedule(() -> replace(generation, worker.number()), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void tellDeath(Worker worker, ExitStatus status, Duration pause) {
        LOG.log(
                System.Logger.Level.WARNING,
                worker + " died: " + status + running(worker) + "; forking another" + after(pause));
    }

    private static String running(Worker worker) {
        return worker.victims().isEmpty() ? "" : "; it ran " + String.join(", ", worker.victims());
    }

    private void replace(Generation generation, int number) {
        if (!stopping && generation.equals(current) && generation.isLoaded()) {
            generation.spawn(number, dispatcher.nanoTime());
        }
    }

    @Override
    public void empty(Generation generation) {
        if (retiring.remove(generation)) {
            generation.scoreboard().remove();
        }
        checkStopped();
    }

    // ---- the end

    /** Lets all workers leave. */
    void stop() {
        stopping = true;
        generations().forEach(Generation::retire);
        checkStopped();
    }

    /** Kills all that is left. */
    void kill() {
        stopping = true;
        generations().forEach(Generation::kill);
        checkStopped();
    }

    private void checkStopped() {
        boolean gone = generations().stream()
                .allMatch(generation -> generation.zygote() == null
                        || !generation.zygote().process().isAlive());
        if (stopping && gone && !stopped.isDone()) {
            if (socket != null) {
                socket.close();
            }
            stopped.complete(null);
        }
    }

    /** Complete when every process has gone. */
    CompletableFuture<Void> stopped() {
        return stopped;
    }
}
