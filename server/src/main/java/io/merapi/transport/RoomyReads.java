// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/**
 * Where a connection's octets are received: in a buffer of about as many as came lately, unless there is room where
 * they belong.
 */
final class RoomyReads implements RecvByteBufAllocator {
    private static final RecvByteBufAllocator SIZES = new AdaptiveRecvByteBufAllocator();

    private final Connection connection;

    RoomyReads(Connection connection) {
        this.connection = connection;
    }

    @Override
    @SuppressWarnings("deprecation") // of Netty's: each handle is asked for more than the type says
    public RecvByteBufAllocator.Handle newHandle() {
        return new Reads((ExtendedHandle) SIZES.newHandle(), connection);
    }

    private static final class Reads extends DelegatingHandle implements ExtendedHandle {
        private final ExtendedHandle sizes;
        private final Connection connection;

        Reads(ExtendedHandle sizes, Connection connection) {
            super(sizes);
            this.sizes = sizes;
            this.connection = connection;
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator allocator) {
            ByteBuf room = connection.room();
            return room == null ? super.allocate(allocator) : room;
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier maybeMoreData) {
            return sizes.continueReading(maybeMoreData);
        }
    }
}
