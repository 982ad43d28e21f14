// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Reads the body of one request off what comes in. */
public interface BodyReader {

    /**
     * Takes body octets off {@code in}, and nothing that comes after the body. What it leaves must be there at the next
     * call, too.
     *
     * @return a retained slice that is not empty, or null when the body {@link #isComplete()} or more input is needed
     * @throws ProtocolException when the body is malformed; from then on at each call
     */
    @Nullable
    ByteBuf decode(ByteBuf in);

    /** Whether all of the body has been taken, with whatever marks its end. */
    boolean isComplete();

    /** How many body octets have been taken, without the framing. */
    long received();
}
