// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.fastcgi;

import io.merapi.protocol.ProtocolException;
import io.netty.buffer.ByteBuf;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decodes what a responder sends, for the web server's side; octets of an answer are passed on as they come. */
public final class FastCgiAnswerDecoder {
    private final RecordFraming framing = new RecordFraming();
    private Gathered values = new Gathered();

    /**
     * The next event, or null when more octets are needed.
     *
     * @throws ProtocolException with a {@link FastCgiViolation}; the decoder is of no use after it
     */
    public @Nullable FastCgiAnswer decode(ByteBuf in) {
        FastCgiAnswer answer = null;
        while (answer == null) {
            if (framing.contentLeft() == 0) {
                if (!framing.next(in)) {
                    return null;
                }
                answer = record(in);
            } else if (in.isReadable()) {
                answer = content(in);
            } else {
                return null;
            }
        }
        return answer;
    }

    private @Nullable FastCgiAnswer record(ByteBuf in) {
        int type = framing.type();
        boolean management = type == Records.GET_VALUES_RESULT || type == Records.UNKNOWN_TYPE;
        if (management != (framing.id() == Records.NO_REQUEST)) {
            throw new ProtocolException(FastCgiViolation.REQUEST_ID_MISSING);
        }
        return switch (type) {
            // an empty one is the end of its stream, which END_REQUEST says again
            case Records.STDOUT, Records.STDERR -> null;
            case Records.END_REQUEST -> end(in);
            case Records.GET_VALUES_RESULT -> {
                values = new Gathered();
                yield valuesSoFar();
            }
            case Records.UNKNOWN_TYPE -> {
                framing.takeFixed();
                int unknown = in.readUnsignedByte();
                in.skipBytes(Records.FIXED_CONTENT_BYTES - 1);
                yield new FastCgiAnswer.TypeUnknown(unknown);
            }
            default -> throw new ProtocolException(FastCgiViolation.TYPE_UNEXPECTED);
        };
    }

    private FastCgiAnswer end(ByteBuf in) {
        framing.takeFixed();
        int applicationStatus = in.readInt();
        ProtocolStatus status = ProtocolStatus.of(in.readUnsignedByte());
        in.skipBytes(Records.FIXED_CONTENT_BYTES - 5);
        if (status == null) {
            throw new ProtocolException(FastCgiViolation.STATUS_UNKNOWN);
        }
        return new FastCgiAnswer.Ended(framing.id(), applicationStatus, status);
    }

    private @Nullable FastCgiAnswer content(ByteBuf in) {
        int length = framing.take(in);
        return switch (framing.type()) {
            case Records.STDOUT -> new FastCgiAnswer.Output(framing.id(), in.readRetainedSlice(length));
            case Records.STDERR -> new FastCgiAnswer.Errors(framing.id(), in.readRetainedSlice(length));
            default -> {
                values.add(in, length);
                yield valuesSoFar();
            }
        };
    }

    /** The values, once the record is complete. */
    private @Nullable FastCgiAnswer valuesSoFar() {
        if (framing.contentLeft() > 0) {
            return null;
        }
        Map<String, String> pairs = new LinkedHashMap<>();
        PairReader reader = new PairReader(values.octets(), values.size(), FastCgiViolation.VALUES_MALFORMED);
        while (reader.next()) {
            pairs.put(reader.name(), reader.value());
        }
        values = new Gathered();
        return new FastCgiAnswer.Values(pairs);
    }
}
