// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.neighbour;

/** Where commands are started and signalled; what becomes of them is told as {@link KeeperEvent}s. */
interface Commands {
    /** Stands for no command where a process is known by its number alone. */
    int NONE = -1;

    /**
     * Starts a command.
     *
     * @param label what stands before each line it writes, in the log
     * @return the id by which it is called from now on
     */
    int run(String label, String command, How how);

    /** Sends a signal to the group of a command, or to a process, where the id is {@link #NONE}. */
    void signal(int id, long pid, int number);
}
