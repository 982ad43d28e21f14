// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker.limit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much memory a process has, in octets.
 *
 * @param rss what of it is in memory, pages that it shares with others included
 * @param as its address space, used or not
 * @param pss as rss, but of a page that is shared among n processes an n-th; 0 where it was not asked for
 * @param uss what it shares with no other process: what its end would set free; 0 where it was not asked for
 */
public record MemoryUse(long rss, long as, long pss, long uss) {
    private static final Pattern LINE = Pattern.compile("^(\\w+):\\s+(\\d+) kB$", Pattern.MULTILINE);

    /** Of x86-64 and of nearly every arm64. */
    private static final long PAGE_BYTES = 4096;

    private static final long KIB = 1024;

    /** What is measured. */
    public enum Measure {
        RSS,
        AS,
        PSS,
        USS;

        /** Whether the kernel has to walk all pages for it, which takes milliseconds for a large process. */
        boolean isCostly() {
            return this == PSS || this == USS;
        }
    }

    /**
     * Reads it from {@code /proc}; with {@code shares} it takes the longer the larger the process, so not on an event
     * loop.
     *
     * @throws IOException when there is no such process, or it is none of our business
     */
    public static MemoryUse of(long pid, boolean shares) throws IOException {
        Path directory = Path.of("/proc", Long.toString(pid));
        String counts = Files.readString(directory.resolve("statm"), StandardCharsets.US_ASCII);
        String rollup = shares ? Files.readString(directory.resolve("smaps_rollup"), StandardCharsets.US_ASCII) : "";
        return parse(counts, rollup);
    }

    /** From the contents of {@code statm} and {@code smaps_rollup}. */
    static MemoryUse parse(String statm, String rollup) {
        String[] pages = statm.split(" ", 3);
        long pss = 0;
        long uss = 0;
        Matcher line = LINE.matcher(rollup);
        while (line.find()) {
            long bytes = Long.parseLong(line.group(2)) * KIB;
            switch (line.group(1)) {
                case "Pss" -> pss = bytes;
                case "Private_Clean", "Private_Dirty" -> uss += bytes;
                default -> {
                    // the other lines are of no interest
                }
            }
        }
        return new MemoryUse(Long.parseLong(pages[1]) * PAGE_BYTES, Long.parseLong(pages[0]) * PAGE_BYTES, pss, uss);
    }

    long bytes(Measure measure) {
        return switch (measure) {
            case RSS -> rss;
            case AS -> as;
            case PSS -> pss;
            case USS -> uss;
        };
    }
}
