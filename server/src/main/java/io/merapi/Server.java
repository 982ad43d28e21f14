// SPDX-License-Identifier: Apache-2.0
package io.merapi;

import io.merapi.cli.Banner;
import io.merapi.cli.Invocation;
import io.merapi.config.ListenAddress;
import io.merapi.config.ServerConfig;
import io.merapi.control.Pidfile;
import io.merapi.control.SignalSource;
import io.merapi.control.StopSignals;
import io.merapi.observe.Counters;
import io.merapi.observe.LogRecords;
import io.merapi.observe.LogSink;
import io.merapi.observe.LogTarget;
import io.merapi.observe.RequestLog;
import io.merapi.observe.ServerLog;
import io.merapi.protocol.workerlink.ControlEvent;
import io.merapi.transport.Clocks;
import io.merapi.transport.EventLoops;
import io.merapi.transport.HttpFront;
import io.merapi.transport.HttpService;
import io.merapi.transport.Listener;
import io.merapi.worker.Pool;
import io.merapi.worker.PoolListener;
import io.merapi.worker.RuntimeDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** One run of the server, from the sockets to the exit code. */
final class Server implements PoolListener, StopSignals.Stopping {
    /** How long accepted requests may take to finish when the server is stopped: uWSGI's worker-reload-mercy. */
    private static final Duration MERCY = Duration.ofSeconds(60);

    private static final Clock CLOCK = Clock.system(ZoneId.systemDefault());

    private final ServerConfig config;
    private final long startedMillis;
    private final LogSink sink;
    private final ServerLog log;
    private final Banner banner;
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private @Nullable HttpFront front;
    private @Nullable Pool pool;

    private Server(ServerConfig config, LogSink sink, long startedMillis) {
        this.config = config;
        this.sink = sink;
        this.log = new ServerLog(sink, CLOCK);
        this.banner = new Banner(log);
        this.startedMillis = startedMillis;
    }

    /** Serves until told to stop; returns the exit code. */
    static int run(Invocation.Serve serve) throws IOException, InterruptedException {
        Path file = serve.config().log().file();
        LogTarget target = file == null ? LogTarget.standardError() : LogTarget.file(file);
        try (LogSink sink = LogSink.open(target, CLOCK)) {
            Server server = new Server(
                    serve.config(), sink, ManagementFactory.getRuntimeMXBean().getStartTime());
            return server.serve(serve);
        }
    }

    private int serve(Invocation.Serve serve) throws IOException, InterruptedException {
        LogRecords.routeTo(log);
        long pid = ProcessHandle.current().pid();
        banner.starting(pid, Path.of("").toAbsolutePath().toString());
        banner.problems(serve.problems());
        Path pidfilePath = config.control().pidfile();
        Pidfile pidfile = pidfilePath == null ? null : Pidfile.write(pidfilePath, pid);
        Counters counters = new Counters();
        RequestLog requests = new RequestLog(sink, counters, CLOCK, (int) pid, config.log());
        try (EventLoops loops = EventLoops.open(config.eventLoops());
                RuntimeDirectory directory = RuntimeDirectory.create(Path.of(System.getProperty("java.io.tmpdir")));
                ExecutorService files = Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().name("files").daemon().factory())) {
            StopSignals.install(SignalSource.ofProcess(), this);
            Pool opened = new Pool(config.pool(), loops.group().next(), loops.isEpoll(), directory, this);
            pool = opened;
            front = new HttpFront(loops, service(opened, requests, files));
            listen(front);
            opened.start();
            return exit.join();
        } catch (IOException e) {
            log.error(e.getMessage() == null ? e.toString() : e.getMessage());
            return Invocation.CONFIGURATION_ERROR;
        } finally {
            if (pidfile != null && config.control().vacuum()) {
                pidfile.remove();
            }
            banner.stopped(counters, sink.droppedLines());
            sink.flush(Duration.ofSeconds(2));
        }
    }

    private HttpService service(Pool pool, RequestLog requests, ExecutorService files) {
        return new HttpService(
                pool, config.limits(), new HttpService.Observers(requests, requests), hostName(), files, Clocks.SYSTEM);
    }

    private void listen(HttpFront front) throws IOException {
        for (ListenAddress address : config.listeners()) {
            try {
                Listener listener = front.listen(address.socketAddress(), config.backlog());
                banner.listening(listener.address());
            } catch (IOException e) {
                throw new IOException("cannot listen on " + address + ": " + e.getMessage(), e);
            }
        }
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            // a machine whose name is in no table
            return "localhost";
        }
    }

    // ---- PoolListener

    @Override
    public void loaded(ControlEvent.Loading loading) {
        banner.interpreter(loading.implementation(), loading.version(), loading.executable());
        if (!loading.application().isEmpty()) {
            banner.application(loading.application(), loading.millis());
        }
        if (loading.threads() > 0) {
            log.warning(
                    "the application runs " + loading.threads()
                            + " threads before the workers are forked: they exist in none of them (lazy-apps loads it after the fork)");
        }
    }

    @Override
    public void serving(int worker, int pid) {
        banner.worker(worker, pid);
    }

    @Override
    public void ready() {
        banner.ready(Duration.ofMillis(System.currentTimeMillis() - startedMillis));
    }

    @Override
    public void fatal(int exitCode, String reason) {
        log.error(reason);
        end(exitCode);
    }

    @Override
    public void output(InputStream output) {
        Thread.ofPlatform().name("python-output").daemon().start(() -> copy(output));
    }

    /** Copies whole lines, so that none is torn by another's. */
    private void copy(InputStream output) {
        byte[] buffer = new byte[64 << 10];
        int size = 0;
        try (output) {
            int read = output.read(buffer, size, buffer.length - size);
            while (read >= 0) {
                size += read;
                int whole = size == buffer.length ? size : afterLastLine(buffer, size);
                if (whole > 0) {
                    sink.put(buffer, 0, whole);
                    System.arraycopy(buffer, whole, buffer, 0, size - whole);
                    size -= whole;
                }
                read = output.read(buffer, size, buffer.length - size);
            }
            sink.put(buffer, 0, size);
        } catch (IOException e) {
            log.warning("the output of the Python processes is lost: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int afterLastLine(byte[] buffer, int size) {
        int at = size;
        while (at > 0 && buffer[at - 1] != '\n') {
            at--;
        }
        return at;
    }

    // ---- StopSignals.Stopping

    @Override
    public void gracefully(String signal) {
        banner.stopping(signal);
        HttpFront http = front;
        Pool application = pool;
        if (http == null || application == null) {
            exit.complete(0);
            return;
        }
        var _ = http.drain(MERCY)
                .thenCompose(drained -> application.stop(MERCY))
                .thenRun(() -> exit.complete(0));
    }

    @Override
    public void atOnce(String signal) {
        log.warning(signal + " again: leaving at once");
        end(0);
    }

    private void end(int exitCode) {
        Pool application = pool;
        if (application != null) {
            var _ = application.stop(Duration.ZERO).thenRun(() -> exit.complete(exitCode));
        } else {
            exit.complete(exitCode);
        }
    }
}
