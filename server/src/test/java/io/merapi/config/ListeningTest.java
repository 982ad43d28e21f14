// SPDX-License-Identifier: Apache-2.0
package io.merapi.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.config.option.Problem;
import io.merapi.transport.socket.Endpoint;
import io.merapi.transport.socket.FileRules;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the options make the server listen. */
final class ListeningTest {
    @TempDir
    Path directory;

    private Given given;

    @BeforeEach
    void start() throws IOException {
        given = new Given(directory);
    }

    private List<String> endpoints(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--module=app"));
        all.addAll(List.of(arguments));
        return given.config(all.toArray(String[]::new)).listening().listeners().stream()
                .map(listener -> listener.spec().endpoint().toString())
                .toList();
    }

    private Problem refusal(String written, String message) {
        return given.config("--http", written)
                .listening()
                .listeners()
                .getFirst()
                .refused(new IOException(message));
    }

    @ParameterizedTest
    @CsvSource({
        ":8000,0.0.0.0:8000",
        ":0,0.0.0.0:0",
        "127.0.0.1:8000,127.0.0.1:8000",
        "localhost:8000,127.0.0.1:8000",
        "[::]:80,[0:0:0:0:0:0:0:0]:80",
        "[::1]:80,[0:0:0:0:0:0:0:1]:80",
        "127.0.*:80,127.0.0.1:80",
        "127.*.*.*:80,127.0.0.1:80",
        "/run/site.sock,/run/site.sock",
        "/run/../tmp/a:b.sock,/tmp/a:b.sock",
        "@site,@site",
        "\\0site,@site",
        "fd://3,fd://3"
    })
    void addressesOfUwsgiAreUnderstood(String written, String endpoint) {
        assertThat(endpoints("--http", written)).containsExactly(endpoint);
        assertThat(given.warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"site.sock", "./site.sock", "site", "run/site.sock", "site-8000"})
    void namesAreUnixSocketsInTheWorkingDirectory(String written) {
        assertThat(endpoints("--http", written))
                .containsExactly(directory.resolve(written).normalize().toString());
    }

    @Test
    void whatIsSpokenIsInTheOptionsName() {
        assertThat(given.config(
                                "--scgi-nph-socket=@1",
                                "--scgi-socket=@2",
                                "--fastcgi-nph-socket=@3",
                                "--fastcgi-socket=@4",
                                "--uwsgi-socket=@5",
                                "--socket=@6",
                                "-s@7",
                                "--http-socket=@8",
                                "--http=@9",
                                "--protocol=http11")
                        .listening()
                        .listeners())
                .map(listener ->
                        listener.spec().protocol() + " " + listener.spec().endpoint())
                .containsExactly(
                        "HTTP @9",
                        "HTTP @8",
                        "HTTP @6",
                        "HTTP @7",
                        "UWSGI @5",
                        "FASTCGI @4",
                        "FASTCGI_NPH @3",
                        "SCGI @2",
                        "SCGI_NPH @1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:3031", "[::1]:3031", "site.sock", "@site"})
    void aListenerForWebServersOfThisMachineIsAsItShouldBe(String written) {
        given.served("--socket", written);
        assertThat(given.warnings()).isEmpty();
    }

    @Test
    void aListenerForWebServersThatEverybodyReachesIsWarnedOf() {
        given.served("--socket", ":3031");
        assertThat(given.warnings())
                .containsExactly("command line: socket: whoever reaches 0.0.0.0:3031 passes for a web server, and may"
                        + " say that a request is anybody's; listen on 127.0.0.1 or on a unix socket, or let a"
                        + " firewall see to it");
    }

    @Test
    void bothOptionsListenAndMayBeRepeated() {
        assertThat(endpoints("--http", ":1", "--http-socket", ":2", "--http", "@3", "--http11-socket=:4"))
                .containsExactly("0.0.0.0:1", "@3", "0.0.0.0:2", "0.0.0.0:4");
    }

    @Test
    void sharedSocketsAreNamedByTheirNumber() {
        assertThat(endpoints(
                        "--shared-socket", ":80", "--shared-socket", "/run/a", "--http", "=1", "--http-socket", "=0"))
                .containsExactly("/run/a", "0.0.0.0:80");
        assertThat(given.warnings()).isEmpty();
    }

    @Test
    void unixSocketsHaveNoFilesWhereTheyAreToBeAbstract() {
        assertThat(endpoints("--abstract-socket", "--http", "/run/site.sock")).containsExactly("@/run/site.sock");
    }

    @Test
    void socketsThatAreHandedOverAreEnough() {
        handOver(2, "");
        assertThat(given.config().listening().handedOver()).containsExactly(3, 4);
        assertThat(given.config().listening().listeners()).isEmpty();
    }

    @Test
    void socketsThatAreHandedOverHaveNames() {
        handOver(2, "admin:site");
        assertThat(endpoints("--http", "fd://site")).containsExactly("fd://4");
    }

    @Test
    void socketsThatAreHandedOverToAnotherProcessAreNot() {
        handOver(1, "");
        given.environment.put("LISTEN_PID", "1");
        assertThat(given.served().listening().handedOver()).isEmpty();
    }

    private void handOver(int count, String names) {
        given.environment.put(
                "LISTEN_PID", Long.toString(ProcessHandle.current().pid()));
        given.environment.put("LISTEN_FDS", Integer.toString(count));
        given.environment.put("LISTEN_FDNAMES", names);
    }

    private FileRules rules(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--http=site.sock"));
        all.addAll(List.of(arguments));
        return ((Endpoint.UnixFile) given.config(all.toArray(String[]::new))
                        .listening()
                        .listeners()
                        .getFirst()
                        .spec()
                        .endpoint())
                .rules();
    }

    @ParameterizedTest
    @CsvSource({
        "--chmod-socket=660,rw-rw----",
        "--chmod-socket=0750,rwxr-x---",
        "--chmod-socket,rw-rw-rw-",
        "--chmod-socket=1,rw-rw-rw-",
        "--chmod-socket=true,rw-rw-rw-",
        "-C,rw-rw-rw-"
    })
    void permissionsOfSocketsAreThoseOfUwsgi(String written, String mode) {
        assertThat(rules(written).mode()).isEqualTo(PosixFilePermissions.fromString(mode));
    }

    @Test
    void socketsAreLeftAsTheyComeAboutUnlessAskedFor() {
        assertThat(rules()).isEqualTo(FileRules.USUAL);
        assertThat(rules("--vacuum").vacuum()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "root:root,root,root",
        "root,root,null",
        ":root,null,root",
        "0:0,0,0",
        "4242:4243,4242,4243",
    })
    void ownersAreNamesOrNumbers(String written, String owner, String group) {
        FileRules rules = rules("--chown-socket", written);
        assertThat(String.valueOf(rules.owner())).isEqualTo(owner);
        assertThat(String.valueOf(rules.group())).isEqualTo(group);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --chmod-socket=rw        | chmod-socket: 'rw' is no mode; write three octal digits: --chmod-socket 660
                    --chmod-socket=668       | chmod-socket: '668' is no mode; write three octal digits: --chmod-socket 660
                    --umask=rw               | umask: 'rw' is no mode; write three octal digits: --umask 022
                    --chown-socket=nobody0   | chown-socket: there is no user nobody0 here; write user, user:group or :group, by name or number
                    --chown-socket=:nobody0  | chown-socket: there is no group nobody0 here; write user, user:group or :group, by name or number
                    --protocol=raw           | protocol: 'raw' is not spoken here; write one of fastcgi, fastcgi-nph, http, http11, scgi, scgi-nph, uwsgi
                    --http-socket==0         | http-socket: there is no shared-socket 0, they are counted from 0; add --shared-socket :8000
                    --http-socket=fd://site  | http-socket: no socket named site has been handed over; name one with FileDescriptorName= in the socket unit, or write its number
                    --http-socket=203.0.113.*:80 | http-socket: no interface has an address that begins with 203.0.113.; write :80
                    """)
    void whatIsWrongIsToldWithAdvice(String written, String error) {
        assertThat(given.errors("--http=:0", written)).containsExactly("command line: " + error);
    }

    @Test
    void aSharedSocketThatNobodyUsesIsWarnedOf() {
        given.served("--shared-socket", ":8001");
        assertThat(given.warnings())
                .containsExactly("command line: shared-socket: no listener uses it; write for example --http =0");
    }

    @Test
    void aNameThatDoesNotFitIntoAnAddressIsRefused() {
        String path = "/" + "x".repeat(107);
        assertThat(given.errors("--http", path))
                .containsExactly("command line: http: " + path
                        + " is too long a name for a socket; choose one of at most 107 octets");
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
        "[::1]:8000,[::]:8000",
        "/run/site.sock,/run/./site.sock",
        "@site,@site"
    })
    void anAddressThatIsTakenByAnotherListenerIsAnError(String first, String second) {
        assertThat(given.errors("--http", first, "--http-socket", second))
                .containsExactly("command line: http-socket: " + second + " is listened on already, by http = " + first
                        + " (command line); take one of them away");
    }

    @ParameterizedTest
    @CsvSource({":0,:0", ":8000,:8001", "127.0.0.1:8000,127.0.0.2:8000", "[::1]:8000,127.0.0.1:8000", "[::1]:80,:80"})
    void addressesThatDifferAreListenedOnTogether(String first, String second) {
        assertThat(endpoints("--http", first, "--http", second)).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    bind(..) failed with error(-98): Address already in use | 192.0.2.1:80 is in use; stop what listens there, or choose another port
                    Permission denied | this user may not listen on port 80; choose a port from 1024 on, or permit it: sysctl -w net.ipv4.ip_unprivileged_port_start=80
                    bind(..) failed with error(-99): Cannot assign requested address | this machine has no address 192.0.2.1; write :80 for all it has, or add freebind where it is to come later
                    Too many open files | cannot listen on 192.0.2.1:80: Too many open files
                    """)
    void whatTheSystemRefusesIsToldWithAdvice(String message, String told) {
        assertThat(refusal("192.0.2.1:80", message)).hasToString("command line: http: " + told);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    8000           | '8000' is not an address; write --http :8000 or --http 127.0.0.1:8000
                    ::1:80         | '::1:80' is not an address; write --http :80 or --http 127.0.0.1:80
                    :80a           | ':80a' is not an address; write --http :8000 or --http 127.0.0.1:8000
                    :65536         | there is no port 65536; choose one from 1 to 65535, or 0 for any free one
                    no.invalid:80  | the host name no.invalid is not known here; write an address, or :80
                    """)
    void whatCannotBeListenedOnIsRefusedWithAdvice(String written, String error) {
        assertThat(given.errors("--http", written)).containsExactly("command line: http: " + error);
    }
}
