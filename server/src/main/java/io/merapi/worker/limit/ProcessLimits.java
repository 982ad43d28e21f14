// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker.limit;

import java.util.List;

/**
 * What the kernel and Python's side watch over in each worker; 0 is no limit.
 *
 * @param addressSpaceBytes RLIMIT_AS
 * @param processes RLIMIT_NPROC: processes of its user
 * @param descriptors RLIMIT_NOFILE
 * @param fatal exceptions of the application's after which the worker is replaced
 */
public record ProcessLimits(long addressSpaceBytes, int processes, int descriptors, FatalExceptions fatal) {

    /** No limits. */
    public static final ProcessLimits NONE =
            new ProcessLimits(0, 0, 0, new FatalExceptions(false, List.of(), List.of(), List.of()));

    /**
     * Exceptions, named by one of these.
     *
     * @param any every one of them
     * @param types name of the class
     * @param values what {@code str()} makes of it
     * @param reprs what {@code repr()} makes of it
     */
    public record FatalExceptions(boolean any, List<String> types, List<String> values, List<String> reprs) {}
}
