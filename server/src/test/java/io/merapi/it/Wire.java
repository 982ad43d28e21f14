// SPDX-License-Identifier: Apache-2.0
package io.merapi.it;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client's connection on which the test sees each octet. Text is latin-1; a read that waits too long fails. */
public final class Wire implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    private Wire(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) Patience.LIMIT.toMillis());
    }

    public static Wire to(int port) throws IOException {
        return new Wire(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /** The same from an address of this machine, such as 127.0.0.2. */
    public static Wire from(String address, int port) throws IOException {
        return new Wire(new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(address), 0));
    }

    /** A final answer: the head's lines without their ends, and the body without its framing. */
    public record Answer(String statusLine, List<String> fields, byte[] body) {
        public int status() {
            return Integer.parseInt(statusLine.split(" ", 3)[1]);
        }

        /** The values of a field, joined with commas; null where there is none. */
        @Nullable
        public String field(String name) {
            List<String> values = new ArrayList<>();
            for (String field : fields) {
                int colon = field.indexOf(':');
                if (field.substring(0, colon).equalsIgnoreCase(name)) {
                    values.add(field.substring(colon + 1).strip());
                }
            }
            return values.isEmpty() ? null : String.join(", ", values);
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    public Socket socket() {
        return socket;
    }

    public Wire send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public Wire send(byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
        return this;
    }

    /** Sends {@code GET target} as HTTP/1.1 and reads the answer. */
    public Answer get(String target) throws IOException {
        return send("GET " + target + " HTTP/1.1\r\nHost: merapi\r\n\r\n").answer();
    }

    /** Sends a POST with a body and reads the answer. */
    public Answer post(String target, String body) throws IOException {
        return send("POST " + target + " HTTP/1.1\r\nHost: merapi\r\nContent-Length: " + body.length() + "\r\n\r\n"
                        + body)
                .answer();
    }

    /** Reads an answer to anything but HEAD. */
    public Answer answer() throws IOException {
        Answer head = head();
        return new Answer(head.statusLine, head.fields, body(head));
    }

    /** Reads a head alone: what follows is read with the other methods. */
    public Answer head() throws IOException {
        String statusLine = line();
        List<String> fields = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            fields.add(line);
        }
        return new Answer(statusLine, fields, new byte[0]);
    }

    private byte[] body(Answer head) throws IOException {
        String length = head.field("Content-Length");
        if (length != null) {
            return octets(Integer.parseInt(length));
        }
        int status = head.status();
        if (status < 200 || status == 204 || status == 304) {
            return new byte[0];
        }
        if (!"chunked".equals(head.field("Transfer-Encoding"))) {
            return in.readAllBytes();
        }
        return chunks();
    }

    /** Reads all chunks that are left. */
    public byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] chunk = chunk(); chunk.length > 0; chunk = chunk()) {
            body.writeBytes(chunk);
        }
        return body.toByteArray();
    }

    /** Reads one chunk; the last one is empty, and its empty line is read, too. */
    public byte[] chunk() throws IOException {
        byte[] chunk = octets(Integer.parseInt(line(), 16));
        String end = line();
        if (!end.isEmpty()) {
            throw new IOException("chunk data is followed by '" + end + "'");
        }
        return chunk;
    }

    public byte[] octets(int count) throws IOException {
        byte[] octets = in.readNBytes(count);
        if (octets.length < count) {
            throw new EOFException("the connection ended " + (count - octets.length) + " octets early");
        }
        return octets;
    }

    /** Reads a line that must end with CR LF, and returns it without. */
    public String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("the connection ended after '" + line + "'");
            }
            line.write(octet);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        if (!text.endsWith("\r")) {
            throw new IOException("a line without CR: " + text);
        }
        return text.substring(0, text.length() - 1);
    }

    /** Whether the server has ended the connection with nothing more to read; waits for either. */
    public boolean isAtEnd() throws IOException {
        return in.read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
