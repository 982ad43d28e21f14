// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.exchange.Exchange;
import io.merapi.exchange.Handler;
import io.merapi.protocol.Violation;
import io.merapi.transport.Clocks;
import io.merapi.transport.HttpLimits;
import io.merapi.transport.HttpService;
import io.merapi.transport.LoopConnections;
import io.merapi.transport.client.TrustedProxies;
import io.merapi.transport.flow.BufferMemory;
import io.merapi.transport.socket.Endpoint;
import io.merapi.transport.socket.HandedOverSockets;
import io.merapi.transport.socket.ListenSpec;
import io.merapi.transport.socket.ListenerProtocol;
import io.merapi.transport.socket.SocketOptions;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A front on a free port of the loopback interface with a scripted handler, and a clock that the test moves. */
final class TestFront implements AutoCloseable {
    static final String SERVER_NAME = "merapi.test";
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final AtomicLong nanos = new AtomicLong(1);
    private final ExecutorService files = Executors.newSingleThreadExecutor();
    private final BlockingQueue<Exchange> over = new LinkedBlockingQueue<>();
    private final BlockingQueue<Refusal> refusals = new LinkedBlockingQueue<>();
    private final List<RawClient> clients = new ArrayList<>();
    private final EventLoops loops;
    private final HttpFront front;
    private final Listener listener;
    private final Map<ListenerProtocol, Listener> others = new EnumMap<>(ListenerProtocol.class);

    /** What the refusal observer heard. */
    record Refusal(String remoteAddress, Violation violation, String requestLine) {}

    private TestFront(EventLoops loops, HttpLimits limits, Handler handler, Supplier<BufferMemory> buffers)
            throws IOException {
        HttpService.Observers observers = new HttpService.Observers(
                over::add, (address, violation, line) -> refusals.add(new Refusal(address, violation, line)));
        Clocks clocks = new Clocks(nanos::get, () -> 784_111_777_000L);
        this.loops = loops;
        TrustedProxies proxies = TrustedProxies.onThisMachine();
        HttpService service = new HttpService(handler, limits, observers, SERVER_NAME, proxies, files, clocks);
        this.front = new HttpFront(loops, service, new HandedOverSockets(List.of()), buffers);
        this.listener = front.listen(ListenSpec.http(new Endpoint.Tcp(ANY_PORT), 128));
    }

    static TestFront serving(Handler handler) {
        return serving(Limits.standard(), handler);
    }

    static TestFront serving(HttpLimits limits, Handler handler) {
        return on(EventLoops.open(1), limits, handler);
    }

    static TestFront on(EventLoops loops, HttpLimits limits, Handler handler) {
        return on(loops, limits, handler, BufferMemory::ofChannels);
    }

    /** One whose buffers run short once {@code used} is above 0. */
    static TestFront shortOfMemory(LongSupplier used, Handler handler) {
        return on(EventLoops.open(1), Limits.standard(), handler, () -> new BufferMemory(used, 0));
    }

    private static TestFront on(EventLoops loops, HttpLimits limits, Handler handler, Supplier<BufferMemory> buffers) {
        try {
            return new TestFront(loops, limits, handler, buffers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A client at a listener where each connection begins with a PROXY protocol header. */
    RawClient connectBehindProxy() {
        try {
            ListenSpec spec = ListenSpec.http(new Endpoint.Tcp(ANY_PORT), 128).withProxyProtocol(true);
            return keep(RawClient.connect(address(front.listen(spec))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RawClient connect() {
        return keep(RawClient.connect(address()));
    }

    /** A client that takes little at a time. */
    RawClient connectNarrow() {
        return keep(RawClient.connect(address(), 4096));
    }

    /** A client of a listener for that protocol. */
    RawClient connect(ListenerProtocol protocol) {
        return keep(RawClient.connect(address(others.computeIfAbsent(protocol, this::listen))));
    }

    private Listener listen(ListenerProtocol protocol) {
        try {
            return front.listen(new ListenSpec(new Endpoint.Tcp(ANY_PORT), protocol, 128, SocketOptions.USUAL, false));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RawClient keep(RawClient client) {
        clients.add(client);
        return client;
    }

    HttpFront front() {
        return front;
    }

    Listener listener() {
        return listener;
    }

    /** Where it listens. */
    InetSocketAddress address() {
        return address(listener);
    }

    private static InetSocketAddress address(Listener listener) {
        return ((Endpoint.Tcp) listener.endpoint()).address();
    }

    void advance(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    /** Moves the clock and has each loop look for deadlines. */
    void tickAfter(Duration time) {
        advance(time);
        for (LoopConnections each : front.perLoop()) {
            each.loop().submit(each::tick).syncUninterruptibly();
        }
    }

    /** Runs something on the (only) loop and waits for what it gives. */
    <T> T onLoop(Callable<T> task) {
        return loops.all().getFirst().submit(task).syncUninterruptibly().getNow();
    }

    void awaitConnections(int count) {
        await(count + " connections", () -> front.connections() == count);
        // one that is counted has also been registered, and its deadline set, once the loop does something else
        onLoop(() -> true);
    }

    /** Waits until the front has read what the client has sent: until the kernel holds nothing more. */
    void awaitRead(RawClient client) {
        String port = String.format(Locale.ROOT, ":%04X", client.localPort());
        await("the front reads", () -> receiveQueueOf(port) == 0);
        // what has been read has also been looked at once the loop does something else
        onLoop(() -> true);
    }

    private long receiveQueueOf(String remotePort) {
        String localPort = String.format(Locale.ROOT, ":%04X", address().getPort());
        try (Stream<String> table = Files.lines(Path.of("/proc/net/tcp"))) {
            return table.map(line -> line.strip().split("\\s+", -1))
                    .filter(row -> row[1].endsWith(localPort) && row[2].endsWith(remotePort))
                    .mapToLong(row -> Long.parseLong(row[4].substring(9), 16))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** CPU time that the (only) loop uses within half a second in which nothing happens. */
    long idleCpuNanos() {
        EventLoop loop = loops.all().getFirst();
        long before = onLoop(ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime);
        return loop.schedule(ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime, 500, TimeUnit.MILLISECONDS)
                        .syncUninterruptibly()
                        .getNow()
                - before;
    }

    /** The next exchange that is over. */
    Exchange awaitOver() {
        return next(over);
    }

    Refusal awaitRefusal() {
        return next(refusals);
    }

    /** Whether nothing but what was awaited has reached the observers. */
    void assertNothingElseObserved() {
        assertThat(over).isEmpty();
        assertThat(refusals).isEmpty();
    }

    static <T> T next(BlockingQueue<T> queue) {
        try {
            T next = queue.poll(DEADLINE_NANOS, TimeUnit.NANOSECONDS);
            if (next == null) {
                throw new AssertionError("nothing came in time");
            }
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits until something has become true, up to a deadline. */
    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + DEADLINE_NANOS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline).as(what).isNegative();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    void closeClients() {
        clients.forEach(RawClient::close);
    }

    @Override
    public void close() {
        closeClients();
        var _ = front.drain(Duration.ofNanos(1)).orTimeout(20, TimeUnit.SECONDS).join();
        loops.close();
        files.close();
    }
}
