// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import io.merapi.protocol.workerlink.ControlEvent;
import java.io.InputStream;
import java.util.List;

/** What a pool tells of itself; all but {@link #output} on the pool's loop. */
public interface PoolListener {

    /** The interpreter runs and has loaded the application, or found none. */
    void loaded(ControlEvent.Loading loading);

    /** Files that a Python process has loaded code from: they are to be watched. */
    void modules(List<String> files);

    /** The application is loaded, or will not be: the first workers are being forked. */
    void forking();

    /** A worker serves. */
    void serving(int worker, int pid);

    /** All workers serve for the first time. */
    void ready();

    /** How a reload goes on, or why a worker is replaced: something to know, and no fault. */
    void note(String what);

    /** There has been nothing to do for so long that the server is to stop. */
    void idle(String why);

    /** The interpreter does not run: the server is to leave. */
    void interpreterUnusable(String reason);

    /** The pool cannot go on: the server is to leave with this exit code. */
    void fatal(int exitCode, String reason);

    /** What Python processes write to stdout and stderr; read by the callee on a thread of its own until it ends. */
    void output(InputStream output);
}
