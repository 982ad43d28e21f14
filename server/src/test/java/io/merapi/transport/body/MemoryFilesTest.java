// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.body;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class MemoryFilesTest {
    private static final long MOST = 1000;

    private final AtomicLong now = new AtomicLong(1);
    private final MemfdSource source = new MemfdSource(Runnable::run);
    private final MemoryFiles files = new MemoryFiles(MOST, now::get, source);

    @BeforeAll
    static void loadsTheNativeLibrary() {
        Epoll.ensureAvailability();
    }

    MemoryFilesTest() {
        // the first request links the function
        assertThat(source.create()).isEqualTo(-1);
    }

    private static ByteBuf octets(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }

    private MemoryFile taken(long length) {
        return (MemoryFile) Objects.requireNonNull(files.take(length));
    }

    private MemoryFile stored(String content) {
        MemoryFile file = taken(content.length());
        file.write(octets(content));
        file.finish();
        assertThat(file.isStored()).isTrue();
        return file;
    }

    private static String content(MemoryFile file) throws IOException {
        return Files.readString(file.path());
    }

    @Test
    void holdsWhatIsWritten() throws IOException {
        MemoryFile file = taken(11);
        file.write(octets("one, "));
        file.write(octets("two, 3"));
        file.finish();
        assertThat(content(file)).isEqualTo("one, two, 3");
        assertThat(file.length()).isEqualTo(11);
        file.discard(false);
        assertThat(files.held()).isZero();
    }

    @Test
    void usesAFileAgainWithNothingLeftInItOfTheBodyBefore() throws IOException {
        MemoryFile first = stored("a long one with a secret");
        first.discard(true);
        MemoryFile second = stored("short");
        assertThat(second).isSameAs(first);
        assertThat(content(second)).isEqualTo("short");
        assertThat(files.held()).isEqualTo(5);
        second.discard(true);
        MemoryFile third = taken(500);
        assertThat(third).isSameAs(first);
        assertThat(files.held()).isEqualTo(500);
        third.discard(false);
    }

    @Test
    void neverUsesAFileAgainThatSomebodyMayStillRead() {
        MemoryFile first = stored("one");
        first.discard(false);
        MemoryFile second = stored("two");
        assertThat(second).isNotSameAs(first);
        second.discard(false);
    }

    @Test
    void doesNotKeepAFileThatWasNotFinished() {
        MemoryFile begun = taken(100);
        begun.write(octets("half"));
        begun.discard(true);
        assertThat(files.held()).isZero();
    }

    @Test
    void keepsToItsBound() {
        MemoryFile first = taken(600);
        assertThat(files.take(500)).isNull();
        MemoryFile second = taken(400);
        assertThat(files.take(1)).isNull();
        first.discard(false);
        taken(1).discard(false);
        second.discard(false);
        assertThat(new MemoryFiles(Long.MAX_VALUE, now::get, source).take(MemoryFiles.LARGEST_BYTES + 1))
                .isNull();
    }

    @Test
    void countsWhatABodyTookAndNotWhatItMightHaveTaken() {
        MemoryFile first = taken(900);
        first.write(octets("much less"));
        first.finish();
        assertThat(files.held()).isEqualTo(9);
        first.discard(false);
    }

    @Test
    void givesMemoryBackThatNobodyNeeds() {
        stored("one").discard(true);
        files.tick();
        assertThat(files.held()).isEqualTo(3);
        now.addAndGet(TimeUnit.SECONDS.toNanos(6));
        files.tick();
        assertThat(files.held()).isZero();
    }

    @Test
    void doesWithoutWhereTheSystemHasNone() {
        assertThat(new MemoryFiles(MOST, now::get, () -> -1).take(10)).isNull();
    }

    private static ByteBuf received(MemoryFile file, String text) {
        ByteBuf room = Objects.requireNonNull(file.room());
        return room.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void holdsWhatIsReceivedInItsRoom() throws IOException {
        MemoryFile file = taken(17);
        file.write(octets("with the head, "));
        file.write(received(file, "in"));
        assertThat(file.room()).isNull();
        file.finish();
        assertThat(content(file)).isEqualTo("with the head, in");
        file.discard(false);
    }

    @Test
    void hasRoomForNoMoreThanTheBody() {
        MemoryFile file = taken(10);
        file.write(octets("four"));
        ByteBuf room = Objects.requireNonNull(file.room());
        assertThat(room.writableBytes()).isEqualTo(6);
        room.release();
        file.discard(false);
    }

    @Test
    void takesWhatWasReceivedElsewhereThoughThereWasRoom() throws IOException {
        MemoryFile file = taken(8);
        ByteBuf unused = Objects.requireNonNull(file.room());
        unused.release();
        file.write(octets("else"));
        file.write(received(file, "here"));
        file.finish();
        assertThat(content(file)).isEqualTo("elsehere");
        file.discard(false);
    }

    @Test
    void hasRoomAgainInAFileThatWasCut() throws IOException {
        MemoryFile file = taken(30);
        file.write(received(file, "thirty octets, one of which: x"));
        file.finish();
        file.discard(true);
        stored("short").discard(true);
        MemoryFile again = taken(20);
        assertThat(again).isSameAs(file);
        again.write(received(again, "twenty octets, "));
        again.write(received(again, "or so"));
        again.finish();
        assertThat(content(again)).isEqualTo("twenty octets, or so");
        again.discard(false);
    }

    @Test
    void hasRoomForALargeBodyPieceByPiece() throws IOException {
        MemoryFiles many = new MemoryFiles(Long.MAX_VALUE, now::get, source);
        MemoryFile file = (MemoryFile) Objects.requireNonNull(many.take(MemoryFiles.LARGEST_BYTES));
        for (ByteBuf room = file.room(); room != null; room = file.room()) {
            file.write(room.writeBytes("x".repeat(room.writableBytes()).getBytes(StandardCharsets.US_ASCII)));
        }
        file.finish();
        assertThat(file.length()).isEqualTo(MemoryFiles.LARGEST_BYTES);
        assertThat(content(file)).isEqualTo("x".repeat((int) MemoryFiles.LARGEST_BYTES));
        file.discard(false);
        assertThat(many.held()).isZero();
    }
}
