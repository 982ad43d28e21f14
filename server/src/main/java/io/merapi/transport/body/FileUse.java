// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.body;

import io.netty.util.AbstractReferenceCounted;
import io.netty.util.ReferenceCounted;
import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Who still needs the file of a request body by its path: the exchange, and a worker that has been given the request.
 *
 * <p>A worker opens the file only when the application asks for the body, perhaps long after the client has left. Until
 * then a file in memory must stay open: its path names a descriptor by number, and the number of one that is closed
 * goes to the next that is opened, such as the body of another request.
 */
public final class FileUse extends AbstractReferenceCounted {
    private final BodyStore file;
    private final EventExecutor loop;
    private boolean unread;

    /** Held once, until {@link #end}; the file belongs to {@code loop}. */
    public FileUse(BodyStore file, EventExecutor loop) {
        this.file = file;
        this.loop = loop;
    }

    /**
     * The exchange is over.
     *
     * @param unread whether the file may be used again when nobody else holds it
     */
    public void end(boolean unread) {
        this.unread = unread;
        var _ = release();
    }

    @Override
    protected void deallocate() {
        if (loop.inEventLoop()) {
            file.discard(unread);
            return;
        }
        try {
            loop.execute(() -> file.discard(unread));
        } catch (RejectedExecutionException e) {
            // the loop has been stopped: the process ends, and the directory of its files is removed
            assert loop.isShuttingDown() : e;
        }
    }

    @Override
    public ReferenceCounted touch(Object hint) {
        return this;
    }
}
