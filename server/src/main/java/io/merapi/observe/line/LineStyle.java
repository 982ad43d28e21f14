// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe.line;

import java.time.ZoneId;

/** What the line of a request looks like. */
public sealed interface LineStyle permits UwsgiLine.Style, LineFormat {

    /**
     * uWSGI's own line.
     *
     * @param tellsMemory whether the line begins with the memory of the worker ({@code memory-report})
     * @param inMicros whether it tells microseconds instead of milliseconds ({@code log-micros})
     */
    static LineStyle uwsgi(boolean tellsMemory, boolean inMicros) {
        return new UwsgiLine.Style(tellsMemory, inMicros);
    }

    /** A thread's own writer of such lines, with local times of that zone; each line ends with a line feed. */
    RequestLine writer(ZoneId zone);

    /** Whether the memory of workers is written, so that it has to be measured. */
    boolean tellsMemory();
}
