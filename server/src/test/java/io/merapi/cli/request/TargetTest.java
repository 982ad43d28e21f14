// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.UnixDomainSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TargetTest {

    @ParameterizedTest
    @CsvSource({
        "http://a.example/b?c=d, HTTP, a.example, 80, '', /b?c=d, a.example",
        "HTTP://a.example:8000, HTTP, a.example, 8000, '', /, a.example:8000",
        "127.0.0.1:8000/x, HTTP, 127.0.0.1, 8000, '', /x, 127.0.0.1:8000",
        "http://a?b, HTTP, a, 80, '', /?b, a",
        "http://a/b#c, HTTP, a, 80, '', /b, a",
        "uwsgi://[::1]:3031/b, UWSGI, ::1, 3031, '', /b, [::1]:3031",
        "uwsgi:///run/a.sock, UWSGI, '', 0, /run/a.sock, /, localhost",
        "uwsgi:///run/a.sock:, UWSGI, '', 0, /run/a.sock, /, localhost",
        "scgi:///run/a.sock:/b?c=http://d, SCGI, '', 0, /run/a.sock, /b?c=http://d, localhost",
        "fastcgi:///run/a:b.sock:/, FASTCGI, '', 0, /run/a:b.sock, /, localhost",
        "http:///run/a.sock:/b, HTTP, '', 0, /run/a.sock, /b, localhost",
    })
    @SuppressWarnings("checkstyle:ParameterNumber") // the columns of the table
    void isReadFromAUrl(
            String url, Protocol protocol, String host, int port, String socket, String uri, String authority)
            throws CallException {
        Target target = Target.parse(url);
        assertThat(target).isEqualTo(new Target(protocol, host, port, socket, uri));
        assertThat(target.authority()).isEqualTo(authority);
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://a/, none of http",
        "uwsgi://a/, name the port",
        "uwsgi://a:70000/, there is no port 70000",
        "uwsgi://a:b/, host:port",
        "http://@a/, host:port",
        "scgi://, host:port",
        "http://a:1:2/, host:port",
    })
    void isRefusedWithWhatToWriteInstead(String url, String advice) {
        assertThatThrownBy(() -> Target.parse(url))
                .isInstanceOfSatisfying(
                        CallException.class, e -> assertThat(e.exit()).isEqualTo(Exit.URL))
                .hasMessageContaining("'" + url + "'")
                .hasMessageContaining(advice);
    }

    @Test
    void hasAddresses() throws CallException {
        assertThat(Target.parse("127.0.0.1:8000").addresses()).singleElement().hasToString("/127.0.0.1:8000");
        assertThat(Target.parse("scgi:///a.sock").addresses().getFirst())
                .isEqualTo(UnixDomainSocketAddress.of("/a.sock"));
    }

    @Test
    void partsPathAndQuery() throws CallException {
        Target target = Target.parse("http://a/b%20c?d?e");
        assertThat(target.path()).isEqualTo("/b%20c");
        assertThat(target.query()).isEqualTo("d?e");
        assertThat(Target.parse("http://a/b").query()).isEmpty();
    }
}
