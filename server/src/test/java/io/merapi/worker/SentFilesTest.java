// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Descriptors of files that come on one connection, and the frames that name them on another. */
final class SentFilesTest {
    @TempDir
    Path directory;

    @BeforeAll
    static void loadDescriptors() {
        Epoll.ensureAvailability();
    }

    private FileDescriptor descriptor(String content) throws IOException {
        Path file = Files.createTempFile(directory, "sent", "");
        FileDescriptor descriptor = FileDescriptor.from(file.toFile());
        // after it, for it truncates
        Files.writeString(file, content);
        return descriptor;
    }

    @Test
    void filesAreNumberedInTheOrderTheyComeAndTakenOnce() throws IOException {
        int[] arrivals = {0};
        SentFiles files = new SentFiles(() -> arrivals[0]++);
        EmbeddedChannel connection = new EmbeddedChannel(files);
        assertThat(files.take(1)).isNull();
        FileDescriptor first = descriptor("one");
        connection.writeInbound(first);
        connection.writeInbound(descriptor("number two"));
        assertThat(arrivals[0]).isEqualTo(2);
        assertThat(first.isOpen()).as("the descriptor that came").isFalse();
        assertThat(takenSize(files, 2)).isEqualTo(10);
        assertThat(takenSize(files, 1)).isEqualTo(3);
        assertThat(files.take(1)).isNull();
        assertThat(files.take(3)).isNull();
        assertThat(connection.isOpen()).isTrue();
    }

    private static long takenSize(SentFiles files, long number) throws IOException {
        try (FileChannel file = Objects.requireNonNull(files.take(number))) {
            return file.size();
        }
    }

    @Test
    void whatNobodyTakesIsClosedAtTheEnd() throws IOException {
        SentFiles files = new SentFiles(() -> {});
        new EmbeddedChannel(files).writeInbound(descriptor("one"), descriptor("two"));
        FileChannel taken = Objects.requireNonNull(files.take(1));
        files.closeAll();
        assertThat(files.take(2)).isNull();
        assertThat(taken.isOpen()).as("a file that was taken").isTrue();
        taken.close();
    }

    @Test
    void whatCannotBeOpenedCountsAndIsNotThere() throws IOException {
        int[] arrivals = {0};
        SentFiles files = new SentFiles(() -> arrivals[0]++);
        Socket socket = Socket.newSocketDomain();
        new EmbeddedChannel(files).writeInbound(socket, descriptor("after it"));
        assertThat(socket.isOpen()).isFalse();
        assertThat(files.take(1)).isNull();
        assertThat(arrivals[0]).isPositive();
    }

    @Test
    void anAnswerIsSentFromAFileThatHasCome() throws IOException {
        try (TestPool pool = new TestPool(directory, 1, TestPool.LIMITS)) {
            TestWorker worker = pool.worker(1);
            EmbeddedChannel descriptors = worker.openFiles();
            TestClient client = pool.get("/a");
            descriptors.writeInbound(descriptor("0123456789"));
            worker.link().begin("/a");
            worker.link().answerHead("<");
            worker.link().finishFile(2, 5, 1);
            worker.link().send();
            assertThat(client.answer()).isEqualTo("200 <23456");
            assertThat(client.exchange().times().applicationMicros()).isEqualTo(5);
            assertThat(client.exchange().sentFile()).isTrue();
        }
    }

    @Test
    void anAnswerWaitsForItsFileAndThoseBehindItWaitToo() throws IOException {
        try (TestPool pool = new TestPool(directory, 1, TestPool.LIMITS)) {
            TestWorker worker = pool.worker(1);
            pool.warm(worker);
            EmbeddedChannel descriptors = worker.openFiles();
            var clients = pool.getAll("/a", "/b");
            worker.link().begin("/a");
            worker.link().answerHead("<");
            worker.link().finishFile(0, 4, 1);
            worker.link().begin("/b");
            worker.link().finish(20);
            worker.link().send();
            assertThat(clients).extracting(TestClient::answer).containsExactly("200 <...", "");
            assertThat(worker.link().isReadByFront()).isFalse();
            descriptors.writeInbound(descriptor("file"));
            assertThat(clients).extracting(TestClient::answer).containsExactly("200 <file", "200 /b");
            assertThat(worker.link().isReadByFront()).isTrue();
        }
    }

    @Test
    void aFileForAClientThatHasLeftIsClosed() throws IOException {
        try (TestPool pool = new TestPool(directory, 1, TestPool.LIMITS)) {
            TestWorker worker = pool.worker(1);
            EmbeddedChannel descriptors = worker.openFiles();
            TestClient client = pool.get("/a");
            worker.link().begin("/a");
            client.leave();
            descriptors.writeInbound(descriptor("file"));
            worker.link().answerHead("<");
            worker.link().finishFile(0, 4, 1);
            worker.link().send();
            assertThat(client.answer()).isEmpty();
            pool.get("/b");
            worker.link().serve("/b", 20);
        }
    }

    @Test
    void anAnswerWhoseFileCannotBeOpenedIsCut() throws IOException {
        try (TestPool pool = new TestPool(directory, 1, TestPool.LIMITS)) {
            TestWorker worker = pool.worker(1);
            EmbeddedChannel descriptors = worker.openFiles();
            TestClient client = pool.get("/a");
            descriptors.writeInbound(Socket.newSocketDomain());
            worker.link().begin("/a");
            worker.link().answerHead("<");
            worker.link().finishFile(0, 4, 1);
            worker.link().send();
            assertThat(client.answer()).isEqualTo("200 < CUT");
            assertThat(worker.link().isReadByFront()).isTrue();
            pool.get("/b");
            worker.link().serve("/b", 20);
        }
    }

    @Test
    void anAnswerWhoseFileWillNotComeIsCut() {
        try (TestPool pool = new TestPool(directory, 1, TestPool.LIMITS)) {
            TestWorker worker = pool.worker(1);
            EmbeddedChannel descriptors = worker.openFiles();
            TestClient client = pool.get("/a");
            worker.link().begin("/a");
            worker.link().answerHead("<");
            worker.link().finishFile(0, 4, 1);
            worker.link().send();
            assertThat(client.answer()).isEqualTo("200 <...");
            var _ = descriptors.close();
            assertThat(client.answer()).isEqualTo("200 < CUT");
        }
    }

    @Test
    void aWorkersDeathDoesNotLoseAnAnswerWhoseFileHasNotBeenSeenYet() throws IOException {
        try (TestPool pool = new TestPool(directory, 1, TestPool.LIMITS)) {
            TestWorker worker = pool.worker(1);
            EmbeddedChannel descriptors = worker.openFiles();
            TestClient client = pool.get("/a");
            worker.link().begin("/a");
            worker.link().answerHead("<");
            worker.link().finishFile(0, 4, 1);
            worker.link().send();
            worker.exit(0);
            worker.die();
            descriptors.writeInbound(descriptor("file"));
            assertThat(client.answer()).isEqualTo("200 <file");
        }
    }

    @Test
    void noLinkOfADeadWorkersLosesTheAnswerWhoseFileHasNotBeenSeenYet() throws IOException {
        try (TestPool pool = new TestPool(directory, 2, TestPool.LIMITS)) {
            TestWorker worker = pool.worker(1);
            EmbeddedChannel descriptors = worker.openFiles();
            var clients = pool.getAll("/a", "/b");
            for (int thread = 0; thread < 2; thread++) {
                worker.link(thread).begin();
                worker.link(thread).answerHead("<");
                worker.link(thread).finishFile(0, 4, thread + 1);
                worker.link(thread).send();
            }
            worker.die();
            descriptors.writeInbound(descriptor("file"));
            descriptors.writeInbound(descriptor("file"));
            assertThat(clients).extracting(TestClient::answer).containsExactly("200 <file", "200 <file");
        }
    }

    @Test
    void aDeadWorkerIsGivenNothingWhileItsLastFileIsAwaited() {
        try (TestPool pool = new TestPool(directory, 1, TestPool.LIMITS)) {
            TestWorker other = pool.worker(1);
            TestWorker dying = pool.worker(2);
            TestClient last = pool.get("/a");
            dying.link().begin("/a");
            dying.link().answerHead("<");
            dying.link().finishFile(0, 4, 1);
            dying.link().send();
            dying.die();
            TestClient next = pool.get("/b");
            other.link().serve("/b", 20);
            assertThat(next.answer()).isEqualTo("200 /b");
            assertThat(last.answer()).isEqualTo("200 <...");
        }
    }
}
