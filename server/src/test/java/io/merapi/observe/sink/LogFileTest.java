// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the log's file is kept; that it is opened again and renamed when asked for is tested with the sink. */
final class LogFileTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1234567890), ZoneOffset.UTC);

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void file() {
        file = directory.resolve("site.log");
    }

    private LogTarget open(LogFileRules rules) throws IOException {
        return LogTarget.file(file, rules, CLOCK);
    }

    private LogTarget limited(@Nullable Path backup) throws IOException {
        return open(new LogFileRules(false, null, 8, backup, false));
    }

    private static void write(LogTarget target, String... texts) throws IOException {
        for (String text : texts) {
            target.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
        }
    }

    @Test
    void isRenamedWhenItHasGrown() throws IOException {
        LogTarget target = limited(null);
        write(target, "1234567\n", "8\n", "9\n");
        target.close();
        assertThat(directory.resolve("site.log.1234567890")).hasContent("1234567\n8");
        assertThat(file).hasContent("9");
    }

    @Test
    void isNotRenamedWithinALine() throws IOException {
        LogTarget target = limited(null);
        write(target, "123456789", "end\n", "next\n");
        target.close();
        assertThat(directory.resolve("site.log.1234567890")).hasContent("123456789end");
        assertThat(file).hasContent("next");
    }

    @Test
    void growsOnWhereItHasBeenRenamedWithinTheSecond() throws IOException {
        LogTarget target = limited(null);
        write(target, "123456789\n", "abcdefghi\n", "next\n");
        target.close();
        assertThat(directory.resolve("site.log.1234567890")).hasContent("123456789");
        assertThat(file).hasContent("abcdefghi\nnext");
    }

    @Test
    void takesTheNameOfABackupFromAnOlderOne() throws IOException {
        LogTarget target = limited(directory.resolve("old"));
        write(target, "123456789\n", "abcdefghi\n", "next\n");
        target.close();
        assertThat(directory.resolve("old")).hasContent("abcdefghi");
        assertThat(file).hasContent("next");
    }

    @Test
    void goesOnWhereItCannotBeRenamed() throws IOException {
        LogTarget target = limited(directory.resolve("none/old"));
        write(target, "123456789\n", "abc\n", "def\n");
        target.close();
        assertThat(file).hasContent("123456789\nabc\ndef");
    }

    @Test
    void beginsEmptyAndWithItsPermissionsWhereThatIsAskedFor() throws IOException {
        Files.writeString(file, "before\n");
        LogTarget target = open(new LogFileRules(true, PosixFilePermissions.fromString("rw-r-----"), 0, null, false));
        write(target, "after\n");
        target.close();
        assertThat(file).hasContent("after");
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
    }
}
