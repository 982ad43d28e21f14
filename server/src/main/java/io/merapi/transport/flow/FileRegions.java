// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.flow;

import io.merapi.exchange.FileRange;
import io.netty.channel.DefaultFileRegion;
import java.io.IOException;
import java.nio.channels.FileChannel;

/**
 * A part of a file in pieces that the kernel sends, for protocols that put something before each. They are released in
 * order, and the last one closes the file.
 */
public final class FileRegions {
    private static final System.Logger LOG = System.getLogger("io.merapi.transport");

    private final FileChannel file;
    private final int most;
    private long offset;
    private long left;

    /** The first {@code length} octets of a range, in pieces of at most {@code most}. */
    public FileRegions(FileRange range, long length, int most) {
        this.file = range.channel();
        this.offset = range.offset();
        this.left = length;
        this.most = most;
    }

    public boolean hasNext() {
        return left > 0;
    }

    public int nextLength() {
        return (int) Math.min(left, most);
    }

    public DefaultFileRegion next() {
        int length = nextLength();
        long start = offset;
        offset += length;
        left -= length;
        return left == 0 ? new DefaultFileRegion(file, start, length) : new Piece(file, start, length);
    }

    /** Closes a file that is not sent. */
    public static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "cannot close a file that was to be sent", e);
        }
    }

    /** One after which the file is still needed. */
    private static final class Piece extends DefaultFileRegion {
        Piece(FileChannel file, long start, long length) {
            super(file, start, length);
        }

        @Override
        protected void deallocate() {
            // the last one closes the file
        }
    }
}
