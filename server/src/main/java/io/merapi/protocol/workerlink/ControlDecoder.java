// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.workerlink;

import io.merapi.protocol.ProtocolException;
import io.merapi.protocol.marshal.MarshalReader;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decodes HELLO, and what the zygote sends. */
public final class ControlDecoder {
    private ControlDecoder() {}

    /**
     * The next event, or null when more octets are needed; keeps no state.
     *
     * @throws ProtocolException with a {@link LinkViolation}
     */
    public static @Nullable ControlEvent decode(ByteBuf in) {
        if (in.readableBytes() < Frames.HEADER_BYTES) {
            return null;
        }
        int at = in.readerIndex();
        int size = in.getIntLE(at);
        if (size < 0 || size > Frames.MAX_PAYLOAD_BYTES) {
            throw new ProtocolException(LinkViolation.TOO_LARGE);
        }
        if (in.readableBytes() - Frames.HEADER_BYTES < size) {
            return null;
        }
        in.skipBytes(Frames.HEADER_BYTES);
        ByteBuf payload = in.readSlice(size);
        try {
            ControlEvent event = event(in.getByte(at + 4), in.getUnsignedShortLE(at + 6), payload);
            if (payload.isReadable()) {
                throw new ProtocolException(LinkViolation.WRONG_SIZE);
            }
            return event;
        } catch (IndexOutOfBoundsException e) {
            throw new ProtocolException(LinkViolation.WRONG_SIZE);
        } catch (IllegalArgumentException e) {
            throw new ProtocolException(LinkViolation.BAD_VALUE);
        }
    }

    private static ControlEvent event(int kind, int aux, ByteBuf payload) {
        return switch (kind) {
            case Frames.HELLO -> hello(aux, payload);
            case Frames.LOADED -> loaded(payload);
            case Frames.LOAD_FAILED -> new ControlEvent.LoadFailed(text(payload));
            case Frames.MODULES ->
                new ControlEvent.Modules(List.of(text(payload).split("\0", -1)));
            case Frames.SPAWNED -> new ControlEvent.Spawned(payload.readIntLE(), payload.readIntLE());
            case Frames.EXITED ->
                new ControlEvent.Exited(payload.readIntLE(), payload.readIntLE(), payload.readIntLE());
            default -> throw new ProtocolException(LinkViolation.UNKNOWN_KIND);
        };
    }

    private static ControlEvent loaded(ByteBuf payload) {
        if (MarshalReader.read(payload) instanceof Map<?, ?> dict) {
            return new ControlEvent.Loaded(ControlEvent.Loading.of(dict));
        }
        throw new ProtocolException(LinkViolation.BAD_VALUE);
    }

    private static String text(ByteBuf payload) {
        return payload.readCharSequence(payload.readableBytes(), StandardCharsets.UTF_8)
                .toString();
    }

    private static ControlEvent hello(int role, ByteBuf payload) {
        return new ControlEvent.Hello(
                role(role), payload.readIntLE(), payload.readIntLE(), payload.readIntLE(), payload.readIntLE());
    }

    private static ControlEvent.Role role(int number) {
        return switch (number) {
            case Frames.ROLE_ZYGOTE -> ControlEvent.Role.ZYGOTE;
            case Frames.ROLE_LINK -> ControlEvent.Role.LINK;
            case Frames.ROLE_LIFELINE -> ControlEvent.Role.LIFELINE;
            case Frames.ROLE_FILES -> ControlEvent.Role.FILES;
            case Frames.ROLE_STACKS -> ControlEvent.Role.STACKS;
            case Frames.ROLE_MODULES -> ControlEvent.Role.MODULES;
            default -> throw new ProtocolException(LinkViolation.BAD_VALUE);
        };
    }
}
