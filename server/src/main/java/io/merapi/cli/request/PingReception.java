// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli.request;

import io.merapi.protocol.ProtocolException;
import io.merapi.protocol.uwsgi.UwsgiDecoder;
import io.merapi.protocol.uwsgi.UwsgiPacket;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The answer to a uwsgi ping, which is a packet itself. */
record PingReception(OutputStream output) implements Reception {

    @Override
    public boolean receive(ByteBuf in) throws CallException, IOException {
        UwsgiPacket packet;
        try {
            packet = UwsgiDecoder.decode(in);
        } catch (ProtocolException e) {
            throw new CallException(Exit.ODD_ANSWER, "the ping was not answered by a packet: " + e.getMessage());
        }
        if (packet == null) {
            return false;
        }
        String line = "alive: modifier1 " + packet.modifier1() + ", modifier2 " + packet.modifier2() + "\n";
        output.write(line.getBytes(StandardCharsets.US_ASCII));
        return true;
    }

    @Override
    public void end() throws CallException {
        throw new CallException(Exit.EMPTY, "the connection ended without an answer to the ping");
    }
}
