// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe.line;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;

/** Times in one form, worked out once per second. Owned by one thread. */
public final class TimeText {
    private final Strftime format;
    private final ZoneId zone;
    private long second = Long.MIN_VALUE;
    private byte[] octets = {};

    public TimeText(Strftime format, ZoneId zone) {
        this.format = format;
        this.zone = zone;
    }

    /** A moment in words; not to be changed. */
    byte[] of(long millis) {
        long wanted = Math.floorDiv(millis, 1000L);
        if (wanted != second) {
            second = wanted;
            octets = format.format(Instant.ofEpochSecond(wanted).atZone(zone)).getBytes(StandardCharsets.UTF_8);
        }
        return octets;
    }
}
