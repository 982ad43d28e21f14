// SPDX-License-Identifier: Apache-2.0
package io.merapi.it.neighbour;

import io.merapi.it.MerapiServer;
import io.merapi.it.MerapiServer.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory with an application and a configuration. */
final class Beside {
    private static final String APPLICATION = """
            import os
            print("imported with %s in %s" % (os.environ.get("HOOKED"), os.getcwd()))

            def application(environ, start_response):
                start_response("200 OK", [("Content-Type", "text/plain")])
                return [b"served"]
            """;

    private final Path directory;

    Beside(Path directory) throws IOException {
        this.directory = directory.toRealPath();
        write("app.py", APPLICATION);
    }

    Path path(String name) {
        return directory.resolve(name);
    }

    void write(String name, String content) throws IOException {
        Files.writeString(path(name), content);
    }

    /** Writes {@code site.ini} with these lines besides the usual ones; HERE stands for the directory. */
    void configure(String lines) throws IOException {
        write("site.ini", "[uwsgi]\nhttp = 127.0.0.1:0\nmodule = app\n" + lines.replace("HERE", directory.toString()));
    }

    Call call() {
        return Call.exactly(MerapiServer.MERAPI.toString(), "site.ini").in(directory);
    }

    MerapiServer start(String lines) throws IOException, InterruptedException {
        configure(lines);
        return call().start();
    }
}
