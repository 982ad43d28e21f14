// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import java.io.InputStream;
import java.io.OutputStream;

/** A zygote's process that is none: lives until it is destroyed. */
final class TestProcess extends Process {
    private static final int SIGKILL_STATUS = 137;

    private boolean alive = true;

    @Override
    public OutputStream getOutputStream() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public InputStream getInputStream() {
        return InputStream.nullInputStream();
    }

    @Override
    public InputStream getErrorStream() {
        return InputStream.nullInputStream();
    }

    @Override
    public int waitFor() {
        return exitValue();
    }

    @Override
    public int exitValue() {
        if (alive) {
            throw new IllegalThreadStateException("it lives");
        }
        return SIGKILL_STATUS;
    }

    @Override
    public void destroy() {
        alive = false;
    }

    @Override
    public Process destroyForcibly() {
        alive = false;
        return this;
    }

    @Override
    public boolean isAlive() {
        return alive;
    }
}
