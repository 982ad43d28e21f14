// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.body;

import io.netty.buffer.ByteBuf;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where a request body goes that is too large for a buffer: something with a path, which a worker opens. */
public interface BodyStore {
    /** Appends; owns {@code piece}. */
    void write(ByteBuf piece);

    /**
     * Memory of its own for the octets that come next, if it has such: what is received there and then written needs
     * not be copied.
     */
    default @Nullable ByteBuf room() {
        return null;
    }

    /** All has been written. */
    void finish();

    /** Whether the client should be held back. */
    boolean isFull();

    /** Whether everything has been stored. */
    boolean isStored();

    /** Why it cannot be stored, or null. */
    @Nullable
    Exception failure();

    long length();

    /** Where it is; there once it is stored. */
    Path path();

    /**
     * Gives it up, in whatever state it is.
     *
     * @param unread whether nobody reads it any more
     */
    void discard(boolean unread);
}
