// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.neighbour;

import io.merapi.protocol.marshal.MarshalReader;
import io.merapi.protocol.marshal.MarshalWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What front and keeper say to each other: a u32 (little-endian), then so many octets of marshal, a list that begins
 * with the message's name. {@code keeper.py} has the table.
 */
final class KeeperMessages {
    private KeeperMessages() {}

    /** A message with its size, as octets. */
    static byte[] encode(@Nullable Object... message) {
        ByteBuf out = Unpooled.buffer();
        out.writeIntLE(0);
        MarshalWriter.write(out, Arrays.asList(message));
        out.setIntLE(0, out.writerIndex() - Integer.BYTES);
        return Arrays.copyOf(out.array(), out.writerIndex());
    }

    /**
     * Reads a message.
     *
     * @param payload without its size
     * @throws IllegalArgumentException when it is none
     */
    static KeeperEvent decode(byte[] payload) {
        if (!(MarshalReader.read(Unpooled.wrappedBuffer(payload)) instanceof List<?> message)) {
            throw new IllegalArgumentException("no list");
        }
        return switch (message.toArray()) {
            case Object[] m
            when is(m, "started", 3) && m[1] instanceof Integer id && m[2] instanceof Integer pid ->
                new KeeperEvent.Started(id, pid);
            case Object[] m
            when is(m, "exited", 3) && m[1] instanceof Integer id && m[2] instanceof Integer status ->
                new KeeperEvent.Exited(id, status);
            case Object[] m
            when is(m, "output", 3) && m[1] instanceof Integer id && m[2] instanceof byte[] octets ->
                new KeeperEvent.Output(id, octets);
            case Object[] m when is(m, "closed", 2) && m[1] instanceof Integer id -> new KeeperEvent.Closed(id);
            case Object[] m when is(m, "hooked", 5) -> hooked(m);
            case Object[] m -> throw unknown(m);
        };
    }

    private static boolean is(Object[] message, String name, int size) {
        return message.length == size && name.equals(message[0]);
    }

    private static KeeperEvent hooked(Object[] m) {
        if (m[1] instanceof String failure
                && m[2] instanceof Integer exit
                && m[3] instanceof String directory
                && m[4] instanceof Map<?, ?> environment) {
            Map<String, String> variables = new LinkedHashMap<>();
            environment.forEach((name, value) -> variables.put(String.valueOf(name), String.valueOf(value)));
            return new KeeperEvent.Hooked(failure, exit, directory, variables);
        }
        throw unknown(m);
    }

    private static IllegalArgumentException unknown(Object[] message) {
        return new IllegalArgumentException("a message of no known kind: " + Arrays.toString(message));
    }
}
