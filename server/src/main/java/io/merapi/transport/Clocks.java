// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport;

import java.util.function.LongSupplier;

/**
 * Where the time comes from.
 *
 * @param nanos monotonic nanoseconds
 * @param millis milliseconds since the epoch
 */
public record Clocks(LongSupplier nanos, LongSupplier millis) {

    /** The machine's own. */
    public static final Clocks SYSTEM = new Clocks(System::nanoTime, System::currentTimeMillis);
}
