// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.workerlink;

import io.netty.buffer.ByteBuf;

/** What a worker says about a request on its link. */
public sealed interface LinkEvent {

    /** The request it is about. */
    long seq();

    /**
     * The answer begins.
     *
     * @param fields field lines, each with its CRLF
     * @param contentLength length of the body, or -1
     * @param data first part of the body, owned by the receiver
     * @param end whether this is all of the answer
     */
    record Head(
            long seq,
            int status,
            String reason,
            byte[] fields,
            int fieldCount,
            long contentLength,
            boolean hasDate,
            ByteBuf data,
            End end)
            implements LinkEvent {}

    /** More of the body; {@code data} is owned by the receiver. */
    record Part(long seq, ByteBuf data, End end) implements LinkEvent {}

    /** A part of a file as more of the body; the file is the {@code descriptor}-th that the worker has sent. */
    record File(long seq, long offset, long length, long descriptor, End end) implements LinkEvent {}

    /** Why there is no answer. */
    enum Cause {
        /** The application raised. */
        RAISED,
        /** None is loaded. */
        NO_APPLICATION,
        /** The application raised what its worker is to be replaced for. */
        FATAL
    }

    /** The application failed. */
    record Fail(long seq, Cause cause, long micros) implements LinkEvent {}

    /** The request had been taken back and was not started. */
    record Skipped(long seq) implements LinkEvent {}

    /**
     * Whether a frame ends its answer.
     *
     * @param last whether it does
     * @param micros how long the application ran; counts only when last
     */
    record End(boolean last, long micros) {
        static final End NOT_YET = new End(false, 0);
    }
}
