// SPDX-License-Identifier: Apache-2.0
package io.merapi.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.stream.Stream;

/** What of a file is looked at, as a number that tells one look from another. */
public enum Look {
    /** When it was modified: touch(1) is enough, and so is its appearing. */
    TOUCHED,
    /** That, its size, and its identity; of a directory also the entries in it. */
    CHANGED;

    /** There is no such file. */
    public static final long ABSENT = 0;

    /** What it looks like now; one number is like another only by chance. */
    public long at(Path path) {
        try {
            BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
            if (this == TOUCHED) {
                return present(Objects.hash(file.lastModifiedTime()));
            }
            return present(file.isDirectory() ? entries(path) : number(file));
        } catch (IOException e) {
            return ABSENT;
        }
    }

    private static long present(long number) {
        return number == ABSENT ? 1 : number;
    }

    private static long entries(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.mapToLong(Look::entry).sum();
        }
    }

    private static long entry(Path path) {
        try {
            BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return 31L * path.hashCode() + number(file);
        } catch (IOException e) {
            return path.hashCode();
        }
    }

    private static long number(BasicFileAttributes file) {
        return Objects.hash(file.lastModifiedTime(), file.size(), file.fileKey());
    }
}
