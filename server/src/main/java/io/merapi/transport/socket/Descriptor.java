// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.socket;

import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/** The descriptor of a socket that another process has opened, looked at and made fit for an event loop. */
final class Descriptor {
    private static final int SOL_SOCKET = 1;
    private static final int SO_ACCEPTCONN = 30;
    private static final int SO_DOMAIN = 39;
    private static final int AF_UNIX = 1;
    private static final int F_SETFD = 2;
    private static final int FD_CLOEXEC = 1;
    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;
    private static final int O_NONBLOCK = 0x800;

    private final int number;
    private final Socket socket;

    private Descriptor(int number) {
        this.number = number;
        this.socket = new Socket(number);
    }

    /** @throws IOException when it is not one of a socket that listens */
    static Descriptor of(int number) throws IOException {
        Path link = Path.of("/proc/self/fd/" + number);
        if (!Files.isSymbolicLink(link)) {
            throw new IOException("there is no descriptor " + number);
        }
        if (!Files.readSymbolicLink(link).toString().startsWith("socket:")) {
            throw new IOException("descriptor " + number + " is no socket");
        }
        Descriptor descriptor = new Descriptor(number);
        if (descriptor.socket.getIntOpt(SOL_SOCKET, SO_ACCEPTCONN) == 0) {
            throw new IOException("descriptor " + number + " is a socket that does not listen");
        }
        return descriptor;
    }

    int number() {
        return number;
    }

    boolean isUnix() throws IOException {
        return socket.getIntOpt(SOL_SOCKET, SO_DOMAIN) == AF_UNIX;
    }

    /** Where it listens. */
    Endpoint endpoint() throws IOException {
        if (!isUnix()) {
            return new Endpoint.Tcp(socket.localAddress());
        }
        DomainSocketAddress local = socket.localDomainSocketAddress();
        String path = local == null ? "" : local.path();
        return path.startsWith("\0")
                ? new Endpoint.UnixName(path.substring(1))
                : new Endpoint.UnixFile(Path.of(path), FileRules.USUAL);
    }

    /**
     * No accept waits, and no process that is started from here has it: its opener need not have seen to that, and the
     * flags are beyond Java.
     */
    @SuppressWarnings("restricted") // there is no other way
    void prepare() {
        Linker linker = Linker.nativeLinker();
        MethodHandle fcntl = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("fcntl"),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT),
                Linker.Option.firstVariadicArg(2));
        try {
            int _ = (int) fcntl.invokeExact(number, F_SETFD, FD_CLOEXEC);
            int flags = (int) fcntl.invokeExact(number, F_GETFL, 0);
            int _ = (int) fcntl.invokeExact(number, F_SETFL, flags | O_NONBLOCK);
        } catch (Throwable e) {
            throw new AssertionError("a call of the system's throws nothing", e);
        }
    }
}
