// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli.request;

import io.netty.buffer.ByteBuf;
import java.io.IOException;

/** What takes the octets that come back. */
sealed interface Reception permits Answer, FastCgiReception, PingReception {

    /**
     * Takes all that is readable, or leaves what makes no whole yet.
     *
     * @return whether the answer is complete
     * @throws IOException when the answer cannot be written
     */
    boolean receive(ByteBuf in) throws CallException, IOException;

    /** No more comes. */
    void end() throws CallException, IOException;
}
