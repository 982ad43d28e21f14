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

    @Test
    void anAddressThatIsWrittenWronglyIsNotReportedAsMissing() {
        assertThat(given.errors("--http")).containsExactly("command line: http: needs a value; write --http <value>");
    }

    @Test
    void anAddressThatMayBeInAFileThatCannotBeReadIsNotReportedAsMissing() {
        assertThat(given.errors("gone.ini"))
                .containsExactly("command line: cannot read gone.ini: there is no such file;"
                        + " relative names count from " + directory);
        assertThat(given.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        ":8000,:8000",
        "127.0.0.1:8000,127.0.0.1:8000",
        "127.0.0.1:8000,localhost:8000",
        "127.0.0.1:8000,:8000",
        ":8000,127.0.0.1:8000",
        "[::]:8000,:8000",
        "[::1]:8000,[::]:8000"
    })
    void anAddressThatIsTakenByAnotherListenerIsAnError(String first, String second) {
        assertThat(given.errors("--http", first, "--http-socket", second))
                .containsExactly("command line: http-socket: " + second + " is listened on already, by http = " + first
                        + " (command line); take one of them away");
    }

    @ParameterizedTest
    @CsvSource({":0,:0", ":8000,:8001", "127.0.0.1:8000,127.0.0.2:8000", "[::1]:8000,127.0.0.1:8000", "[::1]:80,:80"})
    void addressesThatDifferAreListenedOnTogether(String first, String second) {
        assertThat(given.config("--http", first, "--http", second).listeners()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    bind(..) failed with error(-98): Address already in use | 192.0.2.1:80 is in use; stop what listens there, or choose another port
                    Permission denied | this user may not listen on port 80; choose a port from 1024 on, or permit it: sysctl -w net.ipv4.ip_unprivileged_port_start=80
                    bind(..) failed with error(-99): Cannot assign requested address | this machine has no address 192.0.2.1; write :80 for all it has
                    Too many open files | cannot listen on 192.0.2.1:80: Too many open files
                    """)
    void whatTheSystemRefusesIsToldWithAdvice(String message, String told) {
        assertThat(given.config("--http=192.0.2.1:80").listeners().getFirst().refused(new IOException(message)))
                .hasToString("command line: http: " + told);
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
