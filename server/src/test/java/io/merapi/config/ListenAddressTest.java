// SPDX-License-Identifier: Apache-2.0
package io.merapi.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ListenAddressTest {
    @TempDir
    Path directory;

    private Given given;

    @BeforeEach
    void start() throws IOException {
        given = new Given(directory);
    }

    @ParameterizedTest
    @CsvSource({
        ":8000,'',8000,0.0.0.0",
        ":0,'',0,0.0.0.0",
        "127.0.0.1:8000,127.0.0.1,8000,127.0.0.1",
        "localhost:8000,localhost,8000,127.0.0.1",
        "[::]:80,::,80,0:0:0:0:0:0:0:0",
        "[::1]:80,::1,80,0:0:0:0:0:0:0:1"
    })
    void addressesOfTcpAreUnderstood(String written, String host, int port, String bound) {
        assertThat(given.config("--http", written).listeners()).singleElement().satisfies(address -> {
            assertThat(address.host()).isEqualTo(host);
            assertThat(address.port()).isEqualTo(port);
            assertThat(address.socketAddress().getAddress().getHostAddress()).isEqualTo(bound);
            assertThat(address).hasToString(written);
        });
    }

    @Test
    void bothOptionsListenAndMayBeRepeated() {
        assertThat(given.config("--http", ":1", "--http-socket", ":2", "--http", ":3", "--http11-socket=:4")
                        .listeners())
                .extracting(ListenAddress::port)
                .containsExactly(1, 3, 2, 4);
    }

    @Test
    void withoutAnAddressThereIsNothingToServe() {
        assertThat(given.errors())
                .containsExactly("there is nowhere to listen; add --http :8000, or http = :8000 in a file");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    8000           | '8000' is not an address; write --http :8000 or --http 127.0.0.1:8000
                    /tmp/site.sock | '/tmp/site.sock' would be a unix socket, which is not available yet; write --http :8000 or --http 127.0.0.1:8000
                    @abstract      | '@abstract' would be a unix socket, which is not available yet; write --http :8000 or --http 127.0.0.1:8000
                    fd://3         | 'fd://3': sockets that are passed in are not available yet; write --http :8000 or --http 127.0.0.1:8000
                    =0             | '=0': sockets that are passed in are not available yet; write --http :8000 or --http 127.0.0.1:8000
                    192.168.*:80   | '192.168.*:80': addresses with * are not available yet; write --http :80 or --http 127.0.0.1:80
                    ::1:80         | '::1:80' is not an address; write --http :80 or --http 127.0.0.1:80
                    :80a           | ':80a' is not an address; write --http :8000 or --http 127.0.0.1:8000
                    :65536         | there is no port 65536; choose one from 1 to 65535, or 0 for any free one
                    no.invalid:80  | the host name no.invalid is not known here; write an address, or :80
                    """)
    void whatCannotBeListenedOnIsRefusedWithAdvice(String written, String error) {
        assertThat(given.errors("--http", written)).containsExactly("command line: http: " + error);
    }
}
