// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.protocol.workerlink.ControlEvent;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A scripted worker process with its links. Its process id is larger than any that there is. */
final class TestWorker {
    private static final int FIRST_PID = 2_000_000_000;
    private static int forked;

    private final TestPool pool;
    private final int number;
    private final int pid = FIRST_PID + ++forked;
    private final List<TestLink> links = new ArrayList<>();

    TestWorker(TestPool pool, int number) {
        this.pool = pool;
        this.number = number;
    }

    int pid() {
        return pid;
    }

    void spawned() {
        pool.generation().spawned(new ControlEvent.Spawned(number, pid));
    }

    /** Opens the link of the next thread. */
    TestLink openLink() {
        int thread = links.size();
        Generation generation = pool.generation();
        TestLink link = new TestLink(pool.ticker(), pool.words(), generation.slot(number, thread));
        link.config().setAllocator(pool.memory());
        WorkerLink taken = generation.linked(hello(thread), link);
        assertThat(taken).as("the front's end of the link").isNotNull();
        link.pipeline().addLast(taken);
        links.add(link);
        return link;
    }

    /** Its FILES connection. */
    EmbeddedChannel openFiles() {
        EmbeddedChannel connection = new EmbeddedChannel();
        Worker worker = Objects.requireNonNull(pool.generation().opened(hello(0), connection));
        connection.pipeline().addLast(worker.files());
        return connection;
    }

    /** Its STACKS connection. */
    TestStacks openStacks() {
        EmbeddedChannel connection = new EmbeddedChannel();
        Worker worker = Objects.requireNonNull(pool.generation().opened(hello(0), connection));
        connection.pipeline().addLast(worker.stacks());
        return new TestStacks(worker.stacks(), connection);
    }

    ControlEvent.Hello hello(int thread) {
        return new ControlEvent.Hello(
                ControlEvent.Role.LINK, pid, number, thread, pool.generation().number());
    }

    TestLink link() {
        return links.getFirst();
    }

    TestLink link(int thread) {
        return links.get(thread);
    }

    List<TestLink> links() {
        return links;
    }

    /** Its links end, as when it is killed; its status is told by {@link #exit}. */
    void die() {
        links.forEach(TestLink::die);
    }

    void exit(int status) {
        pool.generation().exited(new ControlEvent.Exited(number, pid, status));
    }
}
