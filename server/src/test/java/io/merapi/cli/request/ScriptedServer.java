// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli.request;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Takes one connection, reads one request, says what it was told to, and takes what else comes. */
final class ScriptedServer implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 30;

    private final ServerSocketChannel listener;
    private final CompletableFuture<String> request = new CompletableFuture<>();

    /** Reads a request. */
    interface Script {
        /** What has been read as text, or an empty one when more is needed. */
        String read(ByteBuf in);
    }

    private ScriptedServer(ServerSocketChannel listener) {
        this.listener = listener;
    }

    static ScriptedServer tcp(Script script, byte[] answer) throws IOException {
        return start(
                ServerSocketChannel.open(), new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), script, answer);
    }

    static ScriptedServer unix(Path socket, Script script, byte[] answer) throws IOException {
        return start(
                ServerSocketChannel.open(StandardProtocolFamily.UNIX),
                UnixDomainSocketAddress.of(socket),
                script,
                answer);
    }

    private static ScriptedServer start(ServerSocketChannel listener, SocketAddress at, Script script, byte[] answer)
            throws IOException {
        ScriptedServer server = new ScriptedServer(listener.bind(at));
        Thread.ofVirtual().start(() -> server.serve(script, answer));
        return server;
    }

    private void serve(Script script, byte[] answer) {
        try (SocketChannel connection = listener.accept()) {
            ByteBuf in = Unpooled.buffer();
            String read = "";
            ByteBuffer part = ByteBuffer.allocate(8192);
            while (read.isEmpty() && connection.read(part.clear()) >= 0) {
                in.writeBytes(part.flip());
                read = script.read(in);
            }
            connection.write(ByteBuffer.wrap(answer));
            connection.shutdownOutput();
            while (connection.read(part.clear()) >= 0) {
                in.writeBytes(part.flip());
            }
            request.complete(read + "|" + in.toString(StandardCharsets.ISO_8859_1));
        } catch (IOException | RuntimeException e) {
            request.completeExceptionally(e);
        }
    }

    int port() throws IOException {
        return ((InetSocketAddress) listener.getLocalAddress()).getPort();
    }

    /** The request, and after a bar what else has come. */
    String request() throws InterruptedException, ExecutionException, TimeoutException {
        return request.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
