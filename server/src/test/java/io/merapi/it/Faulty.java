// SPDX-License-Identifier: Apache-2.0
package io.merapi.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The application that does what it is told, {@code faulty.py}, and what its answers must be. */
public final class Faulty {
    public static final Path DIRECTORY = MerapiServer.HOME.resolve("server/src/test/resources/io/merapi/it");

    private static final boolean FULL = "full".equals(System.getProperty("merapi.faults"));

    private Faulty() {}

    /** How often something is done: a quick look, or a thorough one by {@code -Dmerapi.faults=full}. */
    public static int times(int quick, int full) {
        return FULL ? full : quick;
    }

    /** A server of it, with more options. */
    public static MerapiServer.Call call(String... options) {
        return callOf("faulty:app", options);
    }

    /** A server of another application beside it. */
    public static MerapiServer.Call callOf(String module, String... options) {
        List<String> line = new ArrayList<>(List.of("--pythonpath", DIRECTORY.toString(), "--module", module));
        line.addAll(List.of(options));
        return MerapiServer.Call.of(line.toArray(String[]::new));
    }

    public static ProcessHandle zygote(MerapiServer server) {
        return ProcessHandle.of(server.pid())
                .orElseThrow()
                .children()
                .findFirst()
                .orElseThrow();
    }

    public static List<ProcessHandle> workers(MerapiServer server) {
        return zygote(server).children().toList();
    }

    /** Sends a signal by its name without SIG. */
    public static void signal(long pid, String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
    }

    /** So many octets that only this token has. */
    public static byte[] pattern(String token, int size) {
        byte[] unit = (token + ".").getBytes(StandardCharsets.US_ASCII);
        byte[] octets = new byte[size];
        for (int i = 0; i < size; i++) {
            octets[i] = unit[i % unit.length];
        }
        return octets;
    }

    /** What {@code /upload} answers. */
    public static String receipt(String token, byte[] body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return token + " " + HexFormat.of().formatHex(digest.digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** A connection with a receive buffer so small that the server notices when nothing is read. */
    public static SocketChannel slowReader(MerapiServer server, String target)
            throws IOException, InterruptedException {
        SocketChannel channel = SocketChannel.open().setOption(StandardSocketOptions.SO_RCVBUF, 8192);
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        String request = "GET " + target + " HTTP/1.1\r\nHost: merapi\r\nConnection: close\r\n\r\n";
        channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
        return channel;
    }

    /** Reads to the end; returns how many octets there were. */
    public static long drain(SocketChannel channel) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(16 << 10);
        long total = 0;
        for (int read = channel.read(into); read >= 0; read = channel.read(into.clear())) {
            total += read;
        }
        return total;
    }
}
