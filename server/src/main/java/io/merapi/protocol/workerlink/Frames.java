// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.workerlink;

/** The numbers of docs/workerlink.md. */
final class Frames {
    static final int HEADER_BYTES = 16;
    static final int MAX_PAYLOAD_BYTES = 64 << 20;

    static final int HELLO = 1;
    static final int CONFIG = 2;
    static final int SPAWN = 3;
    static final int STOP = 4;
    static final int SIGNAL = 5;
    static final int REQUEST = 8;
    static final int BODY = 9;
    static final int HEAD = 16;
    static final int DATA = 17;
    static final int FILE = 18;
    static final int FAIL = 19;
    static final int SKIPPED = 20;
    static final int LOADED = 32;
    static final int LOAD_FAILED = 33;
    static final int SPAWNED = 34;
    static final int EXITED = 35;
    static final int MODULES = 36;

    static final int REQUEST_FILE = 1;
    static final int REQUEST_STREAM = 2;
    static final int BODY_LAST = 1;
    static final int BODY_BROKEN = 2;
    static final int ANSWER_LAST = 1;
    static final int ANSWER_HAS_DATE = 2;

    static final int CAUSE_NO_APPLICATION = 1;
    static final int CAUSE_FATAL = 2;

    static final int ROLE_ZYGOTE = 0;
    static final int ROLE_LINK = 1;
    static final int ROLE_LIFELINE = 2;
    static final int ROLE_FILES = 3;
    static final int ROLE_STACKS = 4;
    static final int ROLE_MODULES = 5;

    private Frames() {}
}
