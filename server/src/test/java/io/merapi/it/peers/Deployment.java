// SPDX-License-Identifier: Apache-2.0
package io.merapi.it.peers;

import io.merapi.it.MerapiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A web server's configuration for what is in front of Merapi. */
enum Deployment {
    NGINX_UWSGI("flask/nginx.conf", Protocol.UWSGI),
    NGINX_DJANGO("django/nginx.conf", Protocol.UWSGI),
    NGINX_FASTCGI("fastcgi/nginx.conf", Protocol.FASTCGI),
    NGINX_FASTCGI_KEPT("fastcgi/nginx-keepalive.conf", Protocol.FASTCGI),
    NGINX_SCGI("scgi/nginx.conf", Protocol.SCGI),
    NGINX_HTTP("proxy/nginx.conf", Protocol.HTTP),
    APACHE_UWSGI("apache/uwsgi.conf", Protocol.UWSGI),
    APACHE_FASTCGI("apache/fastcgi.conf", Protocol.FASTCGI),
    APACHE_SCGI("apache/scgi.conf", Protocol.SCGI),
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
