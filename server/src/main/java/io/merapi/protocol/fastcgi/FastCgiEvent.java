// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.fastcgi;

import io.merapi.protocol.Violation;
import io.merapi.protocol.cgi.CgiVariables;
import io.netty.buffer.ByteBuf;
import java.util.Set;

/** What a web server says on a FastCGI connection. */
public sealed interface FastCgiEvent {

    /**
     * A request begins.
     *
     * @param id its number on this connection, which is free again after {@link FastCgiDecoder#end}
     * @param keepConnection whether the connection goes on when this request is over; where not, the responder closes
     *     it
     */
    record Begun(int id, boolean keepConnection) implements FastCgiEvent {}

    /** All variables of a request are there. */
    record Variables(int id, CgiVariables variables) implements FastCgiEvent {}

    /** A part of a request's body, never empty; {@code octets} is owned by the receiver. */
    record Body(int id, ByteBuf octets) implements FastCgiEvent {}

    /** A request's body is complete. */
    record BodyEnd(int id) implements FastCgiEvent {}

    /** The client of a request has gone; END_REQUEST is still expected (section 5.4). No more comes of this request. */
    record Aborted(int id) implements FastCgiEvent {}

    /**
     * A request is not acceptable, and no more comes of it: it is to be answered with the violation's status, and
     * ended. The connection and its other requests are as before.
     */
    record Refused(int id, Violation why) implements FastCgiEvent {}

    /** A request that does not begin: END_REQUEST with this status is all the answer it gets (section 5.5). */
    record Rejected(int id, ProtocolStatus why, boolean keepConnection) implements FastCgiEvent {}

    /** The web server asks; what else it may have asked for is left out (section 4.1). */
    record ValuesAsked(Set<Capacity> asked) implements FastCgiEvent {}

    /** A management record that is not known, to be answered by UNKNOWN_TYPE (section 4.2). */
    record TypeUnknown(int type) implements FastCgiEvent {}
}
