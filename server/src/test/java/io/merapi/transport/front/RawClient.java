// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.front;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A client that sends what it is told, octet by octet, and reads answers. Every read has a deadline. */
final class RawClient implements AutoCloseable {
    private static final int DEADLINE_MILLIS = 20_000;

    private final Socket socket;
    private final InputStream in;

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
    }

    static RawClient connect(InetSocketAddress address) {
        return connect(address, 0);
    }

    /** Connects with a small window, so that a server soon notices that nothing is read; 0 for the system's. */
    static RawClient connect(InetSocketAddress address, int receiveBufferBytes) {
        try {
            Socket socket = new Socket();
            if (receiveBufferBytes > 0) {
                socket.setReceiveBufferSize(receiveBufferBytes);
            }
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(DEADLINE_MILLIS);
            socket.connect(address, DEADLINE_MILLIS);
            return new RawClient(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An answer as it came. */
    record Reply(int status, String head, String body) {
        /** The value of a field, or null. */
        @Nullable
        String field(String name) {
            for (String line : head.split("\r\n", -1)) {
                if (line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ": ")) {
                    return line.substring(name.length() + 2);
                }
            }
            return null;
        }
    }

    RawClient send(String latin1) {
        return send(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawClient send(byte[] octets) {
        try {
            socket.getOutputStream().write(octets);
            socket.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends on a thread of its own, which waits while the server takes nothing, and ends when the connection does. */
    Thread sendInBackground(byte[] octets) {
        return Thread.ofVirtual().start(() -> {
            try {
                socket.getOutputStream().write(octets);
            } catch (IOException e) {
                // the test has ended before all was taken
                assert socket.isClosed() : e;
            }
        });
    }

    /** Reads one answer with its body. */
    Reply read() {
        return read("GET");
    }

    /** Reads the answer to a request with this method. */
    Reply read(String method) {
        try {
            String head = readHead();
            int status = Integer.parseInt(head.substring(9, 12));
            Reply reply = new Reply(status, head, "");
            boolean none = method.equals("HEAD") || status < 200 || status == 204 || status == 304;
            return none ? reply : new Reply(status, head, readBody(reply));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String readHead() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            head.append((char) octet());
        }
        return head.toString();
    }

    private int octet() throws IOException {
        int octet = in.read();
        if (octet < 0) {
            throw new IOException("the connection has ended");
        }
        return octet;
    }

    private String readBody(Reply reply) throws IOException {
        String length = reply.field("Content-Length");
        if (length != null) {
            return take(Integer.parseInt(length));
        }
        if ("chunked".equals(reply.field("Transfer-Encoding"))) {
            return readChunks();
        }
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** Reads that many octets of what comes next. */
    String take(int count) {
        try {
            byte[] octets = in.readNBytes(count);
            if (octets.length < count) {
                throw new IOException("the body has ended after " + octets.length + " of " + count);
            }
            return new String(octets, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String readChunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            int size = Integer.parseInt(readLine(), 16);
            body.writeBytes(take(size).getBytes(StandardCharsets.ISO_8859_1));
            readLine();
            if (size == 0) {
                return body.toString(StandardCharsets.ISO_8859_1);
            }
        }
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        while (line.length() < 2 || !line.substring(line.length() - 2).equals("\r\n")) {
            line.append((char) octet());
        }
        return line.substring(0, line.length() - 2);
    }

    /** Reads all that comes until the server ends its side, orderly. */
    String readToEnd() {
        try {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads what there is, at least an octet. */
    String some() {
        try {
            byte[] octets = new byte[65_536];
            int count = in.read(octets);
            if (count < 0) {
                throw new IOException("the connection has ended");
            }
            return new String(octets, 0, count, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads something, and leaves the rest. */
    void readSome() {
        try {
            octet();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the connection ends with a reset, after whatever comes before. */
    boolean endsWithReset() {
        try {
            in.readAllBytes();
            return false;
        } catch (SocketException e) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Shuts down the sending side. */
    RawClient finish() {
        try {
            socket.shutdownOutput();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Leaves with a reset. */
    void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int localPort() {
        return socket.getLocalPort();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
