// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.source;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What was written to the process when it was started. It can be taken once only, and a configuration is read at every
 * reload, and in the background after the foreground: so it is kept.
 */
public final class StandardInput {
    private static final AtomicReference<byte[]> KEPT = new AtomicReference<>(new byte[0]);

    private StandardInput() {}

    /** All of it. */
    static byte[] octets() throws IOException {
        byte[] more = Contents.within(System.in);
        return more.length == 0
                ? KEPT.get().clone()
                : KEPT.updateAndGet(_ -> more).clone();
    }

    /** What has been taken of it so far; empty where nothing was. */
    public static byte[] kept() {
        return KEPT.get().clone();
    }
}
