// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.fastcgi;

import io.netty.buffer.ByteBuf;
import java.util.Map;

/** What a responder says on a FastCGI connection. */
public sealed interface FastCgiAnswer {

    /** A part of an answer, never empty; {@code octets} is owned by the receiver. */
    record Output(int id, ByteBuf octets) implements FastCgiAnswer {}

    /** A part of what goes to the web server's error log, never empty; {@code octets} is owned by the receiver. */
    record Errors(int id, ByteBuf octets) implements FastCgiAnswer {}

    /**
     * A request is over.
     *
     * @param applicationStatus as an exit status; 0 where nothing is wrong
     */
    record Ended(int id, int applicationStatus, ProtocolStatus status) implements FastCgiAnswer {}

    /** The values that were asked for and are known, by their names. */
    record Values(Map<String, String> values) implements FastCgiAnswer {}

    /** A management record was of a type that is not known. */
    record TypeUnknown(int type) implements FastCgiAnswer {}
}
