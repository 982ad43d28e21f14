// SPDX-License-Identifier: Apache-2.0
package io.merapi.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that runs applications as the tests write them down. */
public final class Site implements AutoCloseable {
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final Path directory;
    private final MerapiServer server;

    private Site(Path directory, MerapiServer server) {
        this.directory = directory;
        this.server = server;
    }

    /**
     * Starts it.
     *
     * @param directory where the applications go, and what they leave behind
     */
    public static Site start(Path directory, String... options) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("--module", "each", "--pythonpath", MerapiServer.APPS.toString()));
        all.addAll(List.of(options));
        MerapiServer.Call call = MerapiServer.Call.of(all.toArray(new String[0]))
                .in(directory)
                .with("APPLICATIONS", directory.toString());
        return new Site(directory, call.start());
    }

    public MerapiServer server() {
        return server;
    }

    Wire wire() throws IOException, InterruptedException {
        return server.wire();
    }

    /** Makes a module that has an {@code application} known, and returns its path: {@code /NAME}. */
    public String path(String module) throws IOException {
        String name = "a" + NUMBERS.incrementAndGet();
        Files.writeString(directory.resolve(name + ".py"), module);
        return "/" + name;
    }

    /** The answer to a GET of such an application. */
    Wire.Answer ask(String module) throws IOException, InterruptedException {
        try (Wire wire = wire()) {
            return wire.get(path(module));
        }
    }

    /** The answer to a POST. */
    Wire.Answer post(String module, String body) throws IOException, InterruptedException {
        try (Wire wire = wire()) {
            return wire.post(path(module), body);
        }
    }

    /** The answer to a request of one's own; PATH stands for the application's. */
    Wire.Answer send(String module, String request) throws IOException, InterruptedException {
        try (Wire wire = wire()) {
            return wire.send(request.replace("PATH", path(module)).replace("\n", "\r\n"))
                    .answer();
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
