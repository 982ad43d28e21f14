// SPDX-License-Identifier: Apache-2.0
package io.merapi.control;

/** Who carries commands out, whatever way they come. */
@FunctionalInterface
public interface Operator {

    /**
     * Sees to it that the command is carried out; does not wait for that. Called on any thread.
     *
     * @param origin what asked for it, such as {@code SIGHUP}, for the log
     */
    void perform(Command command, String origin);
}
