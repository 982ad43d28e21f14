// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.socket;

/**
 * How the kernel treats a listening socket and the connections that come by it; sizes and counts of 0 are its own.
 *
 * @param keepAlive whether it asks a silent client now and then whether it is still there (TCP)
 * @param reusePort whether other processes of this user may listen on the same port (TCP)
 * @param freeBind whether the address need not be one of this machine's yet (TCP)
 * @param fastOpen how many connections may bring data with their first packet and wait for the handshake (TCP)
 * @param buffers what the kernel keeps for one connection
 */
public record SocketOptions(boolean keepAlive, boolean reusePort, boolean freeBind, int fastOpen, Buffers buffers) {
    /** The kernel's own. */
    public static final SocketOptions USUAL = new SocketOptions(false, false, false, 0, new Buffers(0, 0));

    /**
     * What the kernel keeps for one connection.
     *
     * @param sendBytes of what a client has not taken
     * @param receiveBytes of what a client has sent and is not read
     */
    public record Buffers(int sendBytes, int receiveBytes) {}
}
