// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.fastcgi;

/**
 * Where a request id stands, and the table that says what is done with each type of record that bears it.
 *
 * <pre>
 *              BEGIN_REQUEST  ABORT_REQUEST  PARAMS  STDIN  any other
 * INACTIVE     BEGIN          SKIP           SKIP    SKIP   SKIP
 * VARIABLES    REPEATED       ABORT          GATHER  EARLY  STRAY
 * BODY         REPEATED       ABORT          LATE    PASS   STRAY
 * COMPLETE     REPEATED       ABORT          LATE    LATE   STRAY
 * GIVEN_UP     REPEATED       SKIP           SKIP    SKIP   SKIP
 * </pre>
 */
enum RequestState {
    /** Not begun, or over (section 3.3). */
    INACTIVE(RecordUse.BEGIN, RecordUse.SKIP, RecordUse.SKIP, RecordUse.SKIP, RecordUse.SKIP),
    /** Its variables are coming. */
    VARIABLES(RecordUse.REPEATED, RecordUse.ABORT, RecordUse.GATHER, RecordUse.EARLY, RecordUse.STRAY),
    /** Its body is coming. */
    BODY(RecordUse.REPEATED, RecordUse.ABORT, RecordUse.LATE, RecordUse.PASS, RecordUse.STRAY),
    /** All of it has come. */
    COMPLETE(RecordUse.REPEATED, RecordUse.ABORT, RecordUse.LATE, RecordUse.LATE, RecordUse.STRAY),
    /** Aborted or refused, and not ended yet: what still comes has been on its way. */
    GIVEN_UP(RecordUse.REPEATED, RecordUse.SKIP, RecordUse.SKIP, RecordUse.SKIP, RecordUse.SKIP);

    private final RecordUse begin;
    private final RecordUse abort;
    private final RecordUse params;
    private final RecordUse stdin;
    private final RecordUse other;

    RequestState(RecordUse begin, RecordUse abort, RecordUse params, RecordUse stdin, RecordUse other) {
        this.begin = begin;
        this.abort = abort;
        this.params = params;
        this.stdin = stdin;
        this.other = other;
    }

    RecordUse on(int type) {
        return switch (type) {
            case Records.BEGIN_REQUEST -> begin;
            case Records.ABORT_REQUEST -> abort;
            case Records.PARAMS -> params;
            case Records.STDIN -> stdin;
            default -> other;
        };
    }
}
