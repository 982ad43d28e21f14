// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.neighbour;

import java.util.Map;

/** What the keeper tells; the id is that of a command, and 0 stands for hooks. */
sealed interface KeeperEvent {

    /** A command has been started. */
    record Started(int id, int pid) implements KeeperEvent {}

    /** It has ended: with an exit code, or minus the signal. */
    record Exited(int id, int status) implements KeeperEvent {}

    /** It has written something. */
    @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
    record Output(int id, byte[] octets) implements KeeperEvent {}

    /** It writes nothing any more. */
    record Closed(int id) implements KeeperEvent {}

    /**
     * Hooks have run.
     *
     * @param failure why one has failed, and the others after it have not run; else empty
     * @param exit the status with which one wants the server to leave, or -1
     * @param directory the working directory they have left
     * @param environment the variables they have set
     */
    record Hooked(String failure, int exit, String directory, Map<String, String> environment) implements KeeperEvent {}

    /** The keeper is gone, and with it all that it kept. */
    record Ended() implements KeeperEvent {}
}
