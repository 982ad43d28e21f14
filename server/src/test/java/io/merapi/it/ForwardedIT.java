// SPDX-License-Identifier: Apache-2.0
package io.merapi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who the client is, as an application sees it behind a proxy (docs/proxies.md). */
final class ForwardedIT {
    private static final String WHO = """
            from wsgiref.util import request_uri

            def application(environ, start_response):
                start_response("200 OK", [])
                told = sorted(name for name in environ if "FORWARDED" in name or "REAL_IP" in name)
                return [" ".join([environ["REMOTE_ADDR"], request_uri(environ), *told]).encode()]
            """;

    @TempDir
    static Path directory;

    private static Site site;
    private static Site strict;

    @BeforeAll
    static void start() throws Exception {
        site = Site.start(directory);
        strict = Site.start(directory, "--trusted-proxies", "10.0.0.0/8");
    }

    @AfterAll
    static void stop() {
        site.close();
        strict.close();
    }

    private static String ask(Site asked, String fields) throws Exception {
        String path = asked.path(WHO);
        try (Wire wire = asked.wire()) {
            String request = "GET " + path + " HTTP/1.1\nHost: own.test\n" + fields + "\n";
            return wire.send(request.replace("\n", "\r\n")).answer().text().replace(path, "/");
        }
    }

    @Test
    void aProxyOnThisMachineIsBelieved() throws Exception {
        int mark = site.server().output().mark();
        assertThat(ask(site, """
                        X-Forwarded-For: 6.6.6.6, 203.0.113.9
                        X-Forwarded-Proto: https
                        X-Forwarded-Host: shop.test
                        Forwarded: for=6.6.6.6
                        """))
                .isEqualTo("203.0.113.9 https://shop.test/ HTTP_X_FORWARDED_FOR HTTP_X_FORWARDED_HOST"
                        + " HTTP_X_FORWARDED_PROTO");
        site.server().output().await("\\] 203\\.0\\.113\\.9 \\(\\) \\{.* GET ", mark);
    }

    @Test
    void aProxyHeaderIsBelievedWhereItIsDemanded() throws Exception {
        try (Site announced = Site.start(directory, "--http-enable-proxy-protocol");
                Wire wire = announced.wire();
                Wire without = announced.wire()) {
            String path = announced.path(WHO);
            wire.send("PROXY TCP4 203.0.113.9 198.51.100.1 4711 443\r\n");
            assertThat(wire.get(path).text()).startsWith("203.0.113.9 http://");
            assertThat(wire.get(path).text()).startsWith("203.0.113.9 http://");
            assertThat(without.send("GET / HTTP/1.1\r\n").isAtEnd()).isTrue();
            announced.server().awaitLog("refused: the connection does not begin with a PROXY protocol header");
        }
    }

    @Test
    void theStandardFieldIsUnderstood() throws Exception {
        assertThat(ask(site, "Forwarded: for=\"[2001:db8::9]:47\";proto=https;host=shop.test:8443\n"))
                .isEqualTo("2001:db8::9 https://shop.test:8443/ HTTP_FORWARDED");
    }

    @Test
    void aStrangerIsNotAndSaysNothingToTheApplication() throws Exception {
        int mark = strict.server().output().mark();
        assertThat(ask(strict, """
                        X-Forwarded-For: 203.0.113.9
                        X-Forwarded-Proto: https
                        X-Real-IP: 203.0.113.9
                        X-Forwarded-Host: shop.test
                        Forwarded: for=203.0.113.9
                        """)).isEqualTo("127.0.0.1 http://own.test/");
        strict.server().output().await("\\] 127\\.0\\.0\\.1 \\(\\) \\{.* GET ", mark);
        strict.server().output().await("127\\.0\\.0\\.1 says for whom .* trusted-proxies does not name it", 0);
    }
}
