// SPDX-License-Identifier: Apache-2.0
package io.merapi.it.peers;

import io.merapi.it.MerapiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A web server's configuration for what is in front of Merapi. */
enum Deployment {
    NGINX_HTTP("proxy/nginx.conf", Protocol.HTTP),
    APACHE_HTTP("apache/http.conf", Protocol.HTTP);

    private final String file;
    private final Protocol protocol;

    Deployment(String file, Protocol protocol) {
        this.file = file;
        this.protocol = protocol;
    }

    Protocol protocol() {
        return protocol;
    }

    boolean isNginx() {
        return name().startsWith("NGINX");
    }

    /** The file's text as the documentation shows it. */
    String text() throws IOException {
        return text(file);
    }

    /** The text of a file of {@code examples/deploy}. */
    static String text(String file) throws IOException {
        return Files.readString(directory().resolve(file));
    }

    static Path directory() {
        return MerapiServer.HOME.resolve("examples/deploy");
    }
}
