// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.fastcgi;

import io.merapi.protocol.ProtocolException;
import io.merapi.protocol.Violation;
import io.merapi.protocol.cgi.CgiVariables;
import io.netty.buffer.ByteBuf;
import io.netty.util.collection.IntObjectHashMap;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decodes what a web server sends on one FastCGI connection, the records of any number of requests mixed.
 *
 * <p>What is done with a record is looked up in {@link RequestState}. Variables are put together until their stream
 * ends; octets of a body are passed on as they come, so that a record may become several events. An event about one
 * request leaves the others alone; only what leaves in doubt where records begin, or to which request they belong, is a
 * {@link ProtocolException}, and the end of the connection.
 */
public final class FastCgiDecoder {
    /** Whom a record belongs to that belongs to no request that is open. */
    private static final OpenRequest NOBODY = new OpenRequest(RequestState.INACTIVE, Records.NO_REQUEST);

    private final FastCgiLimits limits;
    private final RecordFraming framing = new RecordFraming();
    private final IntObjectHashMap<OpenRequest> open = new IntObjectHashMap<>();
    /** Octets of variables of all requests that are open. */
    private int variablesBytes;

    /** What is done with the content of the record that has begun, and whom that belongs to. */
    private RecordUse use = RecordUse.SKIP;

    private OpenRequest request = NOBODY;
    private Gathered query = new Gathered();

    /** A request that has begun and is not over. */
    private static final class OpenRequest {
        final int id;
        RequestState state;
        Gathered variables = new Gathered();
        /** Octets of variables that have been announced. */
        int variablesBytes;

        boolean bodyLengthKnown;
        /** Octets of body still to come, where that is known. */
        long bodyLeft;

        OpenRequest(RequestState state, int id) {
            this.state = state;
            this.id = id;
        }
    }

    public FastCgiDecoder(FastCgiLimits limits) {
        this.limits = limits;
    }

    /**
     * The next event, or null when more octets are needed.
     *
     * @throws ProtocolException with a {@link FastCgiViolation}; the decoder is of no use after it
     */
    public @Nullable FastCgiEvent decode(ByteBuf in) {
        FastCgiEvent event = null;
        while (event == null) {
            if (framing.contentLeft() == 0) {
                if (!framing.next(in)) {
                    return null;
                }
                event = record(in);
            } else if (in.isReadable()) {
                event = content(in);
            } else {
                return null;
            }
        }
        return event;
    }

    /**
     * Frees the id of a request that has been answered with END_REQUEST, be it complete, aborted or refused; what still
     * comes of it is dropped.
     */
    public void end(int id) {
        OpenRequest ended = open.remove(id);
        if (ended == null) {
            return;
        }
        variablesBytes -= ended.variablesBytes;
        if (ended == request) {
            use = RecordUse.SKIP;
            request = NOBODY;
        }
    }

    // ---- records

    private @Nullable FastCgiEvent record(ByteBuf in) {
        int type = framing.type();
        return framing.id() == Records.NO_REQUEST ? management(type) : application(type, in);
    }

    private @Nullable FastCgiEvent management(int type) {
        request = NOBODY;
        if (type == Records.GET_VALUES) {
            use = RecordUse.QUERY;
            query = new Gathered();
            return framing.contentLeft() == 0 ? queryEnd() : null;
        }
        if (type >= Records.BEGIN_REQUEST && type <= Records.DATA) {
            throw new ProtocolException(FastCgiViolation.REQUEST_ID_MISSING);
        }
        if (type == Records.GET_VALUES_RESULT || type == Records.UNKNOWN_TYPE) {
            throw new ProtocolException(FastCgiViolation.TYPE_UNEXPECTED);
        }
        use = RecordUse.SKIP;
        return new FastCgiEvent.TypeUnknown(type);
    }

    private @Nullable FastCgiEvent application(int type, ByteBuf in) {
        OpenRequest known = open.get(framing.id());
        request = known == null ? NOBODY : known;
        use = request.state.on(type);
        FastCgiViolation violation = use.violation();
        if (violation != null) {
            throw new ProtocolException(violation);
        }
        return switch (use) {
            case BEGIN -> begin(in);
            case ABORT -> abort();
            case GATHER -> framing.contentLeft() == 0 ? variablesEnd() : announceVariables();
            case PASS -> framing.contentLeft() == 0 ? bodyEnd() : announceBody();
            default -> null;
        };
    }

    private @Nullable FastCgiEvent content(ByteBuf in) {
        int length = framing.take(in);
        switch (use) {
            case GATHER -> request.variables.add(in, length);
            case PASS -> {
                return new FastCgiEvent.Body(request.id, in.readRetainedSlice(length));
            }
            case QUERY -> {
                query.add(in, length);
                return framing.contentLeft() == 0 ? queryEnd() : null;
            }
            default -> in.skipBytes(length);
        }
        return null;
    }

    // ---- requests

    private FastCgiEvent begin(ByteBuf in) {
        framing.takeFixed();
        int id = framing.id();
        int role = in.readUnsignedShort();
        boolean keepConnection = (in.readByte() & Records.KEEP_CONNECTION) != 0;
        in.skipBytes(Records.FIXED_CONTENT_BYTES - 3);
        if (role != Records.RESPONDER) {
            return new FastCgiEvent.Rejected(id, ProtocolStatus.UNKNOWN_ROLE, keepConnection);
        }
        if (open.size() >= limits.requests()) {
            return new FastCgiEvent.Rejected(id, ProtocolStatus.OVERLOADED, keepConnection);
        }
        open.put(id, new OpenRequest(RequestState.VARIABLES, id));
        return new FastCgiEvent.Begun(id, keepConnection);
    }

    private FastCgiEvent abort() {
        framing.require(0);
        giveUp();
        return new FastCgiEvent.Aborted(request.id);
    }

    /** The limits are looked at before anything is kept. */
    private @Nullable FastCgiEvent announceVariables() {
        if (framing.contentLeft() > limits.variablesBytes() - request.variablesBytes) {
            return refuse(FastCgiViolation.VARIABLES_TOO_LARGE);
        }
        if (framing.contentLeft() > limits.connectionVariablesBytes() - variablesBytes) {
            return refuse(FastCgiViolation.CONNECTION_VARIABLES_TOO_LARGE);
        }
        request.variablesBytes += framing.contentLeft();
        variablesBytes += framing.contentLeft();
        return null;
    }

    private FastCgiEvent variablesEnd() {
        byte[] octets = request.variables.octets();
        CgiVariables variables = new CgiVariables(octets);
        PairReader pairs = new PairReader(octets, request.variables.size(), FastCgiViolation.VARIABLES_MALFORMED);
        try {
            while (pairs.next()) {
                variables.add(pairs.nameStart(), pairs.nameLength(), pairs.valueStart(), pairs.valueLength());
            }
        } catch (ProtocolException e) {
            return refuse(e.violation());
        }
        request.variables = new Gathered();
        request.state = RequestState.BODY;
        // empty or missing where nginx passes a chunked body on as it comes: then only the stream's end tells
        int length = variables.find("CONTENT_LENGTH");
        request.bodyLengthKnown = length >= 0 && variables.valueLength(length) > 0;
        request.bodyLeft = variables.contentLength();
        return new FastCgiEvent.Variables(request.id, variables);
    }

    private @Nullable FastCgiEvent announceBody() {
        if (request.bodyLengthKnown && framing.contentLeft() > request.bodyLeft) {
            return refuse(FastCgiViolation.BODY_TOO_LONG);
        }
        request.bodyLeft -= framing.contentLeft();
        return null;
    }

    private FastCgiEvent bodyEnd() {
        if (request.bodyLengthKnown && request.bodyLeft > 0) {
            return refuse(FastCgiViolation.BODY_TOO_SHORT);
        }
        request.state = RequestState.COMPLETE;
        return new FastCgiEvent.BodyEnd(request.id);
    }

    private FastCgiEvent refuse(Violation why) {
        giveUp();
        return new FastCgiEvent.Refused(request.id, why);
    }

    private void giveUp() {
        use = RecordUse.SKIP;
        request.variables = new Gathered();
        request.state = RequestState.GIVEN_UP;
    }

    // ---- queries

    private FastCgiEvent queryEnd() {
        Set<Capacity> asked = EnumSet.noneOf(Capacity.class);
        PairReader pairs = new PairReader(query.octets(), query.size(), FastCgiViolation.VALUES_MALFORMED);
        while (pairs.next()) {
            for (Capacity capacity : Capacity.values()) {
                if (pairs.name().equals(capacity.name())) {
                    asked.add(capacity);
                }
            }
        }
        query = new Gathered();
        return new FastCgiEvent.ValuesAsked(asked);
    }
}
