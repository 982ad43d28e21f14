// SPDX-License-Identifier: Apache-2.0
package io.merapi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Unix sockets, sockets that are handed over, and several servers at one place, as their users meet them. */
final class ListeningIT {
    private static final String APPLICATION = """
            import os

            def listening():
                rows = [line.split() for name in ("unix", "tcp", "tcp6") for line in open("/proc/net/" + name)]
                inodes = {row[6] for row in rows if row[3] == "00010000" and len(row) > 6}
                return inodes | {row[9] for row in rows if row[3] == "0A"}

            def descriptors():
                for number in os.listdir("/proc/self/fd"):
                    try:
                        yield os.readlink("/proc/self/fd/" + number)
                    except FileNotFoundError:
                        pass

            def application(environ, start_response):
                inherited = [link for link in descriptors() if link.strip("socket:[]") in listening()]
                told = [name for name in os.environ if name.startswith("LISTEN_")]
                client = environ["REMOTE_ADDR"], environ["REMOTE_PORT"], environ["SERVER_PORT"]
                start_response("200 OK", [("Content-Type", "text/plain")])
                return [repr((os.getpid(), client, inherited, told)).encode()]
            """;

    @TempDir
    Path directory;

    private final Curl curl = new Curl(Path.of("/dev/null"));
    private Path socket;

    @BeforeEach
    void write() throws Exception {
        Files.writeString(directory.resolve("app.py"), APPLICATION);
        socket = directory.resolve("site.sock");
    }

    private MerapiServer.Call call(String... options) {
        List<String> line = new ArrayList<>(List.of(MerapiServer.MERAPI.toString(), "--wsgi-file", "app.py"));
        line.addAll(List.of(options));
        return MerapiServer.Call.exactly(line.toArray(String[]::new)).in(directory);
    }

    private String ask() throws Exception {
        return curl.ok("--unix-socket", socket.toString(), "http://localhost/");
    }

    @Test
    void aUnixSocketHasThePermissionsAskedForAndGoesAtTheEnd() throws Exception {
        String owner = Files.getOwner(directory).getName();
        try (MerapiServer server = call(
                        "--http-socket=site.sock", "--chmod-socket=660", "--chown-socket", owner, "--vacuum")
                .start()) {
            assertThat(server.awaitLog("listening on (.*)$").group(1)).isEqualTo("http://" + socket);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                    .isEqualTo("rw-rw----");
            assertThat(ask()).contains("('', '', '80'), [], []");
            assertThat(server.stop()).isZero();
            assertThat(socket).doesNotExist();
        }
    }

    @Test
    void everyProtocolReachesTheSameWorkers() throws Exception {
        List<String> protocols = List.of("uwsgi", "fastcgi", "scgi");
        List<String> options = new ArrayList<>(List.of("--http-socket=site.sock"));
        protocols.forEach(name -> options.addAll(List.of("--" + name + "-socket", name + ".sock")));
        try (MerapiServer server = call(options.toArray(String[]::new)).start()) {
            String worker = ask().split(",", 2)[0];
            for (String name : protocols) {
                String url = name + "://" + directory.resolve(name + ".sock");
                server.awaitLog("listening on " + url + "$");
                assertThat(request(url + ":/path")).startsWith(worker + ",");
            }
            assertThat(server.stop()).isZero();
        }
    }

    private static String request(String url) throws Exception {
        Process process = new ProcessBuilder(MerapiServer.MERAPI.toString(), "request", url).start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(answer).isZero();
        return answer;
    }

    @Test
    void umaskIsForAllFiles() throws Exception {
        try (MerapiServer server = call("--http=site.sock", "--umask=027", "--logto=server.log", "--pidfile=pid")
                .launch()) {
            Patience.until("the server listens", () -> Files.exists(socket));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                    .isEqualTo("rwxr-x---");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("server.log"))))
                    .isEqualTo("rw-r-----");
            Patience.until(
                    "the server is ready",
                    () -> Files.readString(directory.resolve("server.log")).contains("ready in"));
            assertThat(server.stop()).isZero();
            assertThat(socket).exists();
        }
    }

    @Test
    void whatAKilledServerLeavesIsReplaced() throws Exception {
        try (MerapiServer server = call("--http=site.sock").start()) {
            server.signal("KILL");
            assertThat(server.exit()).isNotZero();
        }
        assertThat(socket).exists();
        try (MerapiServer server = call("--http=site.sock").start()) {
            assertThat(ask()).contains("'80'");
            assertThat(server.stop()).isZero();
        }
    }

    @Test
    void aSecondServerDoesNotTakeTheSocketOfTheFirst() throws Exception {
        Files.writeString(directory.resolve("site.ini"), "[uwsgi]\nwsgi-file = app.py\nhttp-socket = site.sock\n");
        try (MerapiServer _ = call("--http=site.sock").start();
                MerapiServer second = MerapiServer.Call.exactly(MerapiServer.MERAPI.toString(), "site.ini")
                        .in(directory)
                        .launch()) {
            String before = ask();
            assertThat(second.exit()).isEqualTo(1);
            assertThat(second.log())
                    .contains("site.ini:3: http-socket: " + socket
                            + ": another server listens there; stop it, or choose another path");
            assertThat(ask()).isEqualTo(before);
        }
    }

    @Test
    void aFileIsNotTakenForASocket() throws Exception {
        Files.writeString(socket, "precious");
        try (MerapiServer server = call("--http=site.sock").launch()) {
            assertThat(server.exit()).isEqualTo(1);
            assertThat(server.log()).contains("there is a file of that name that is no socket; remove it");
        }
        assertThat(socket).hasContent("precious");
    }

    @Test
    void twoServersShareAPort() throws Exception {
        try (MerapiServer first = call("--http=127.0.0.1:0", "--reuse-port").start()) {
            String address = "127.0.0.1:" + first.port();
            try (MerapiServer second = call("--http", address, "--reuse-port").start()) {
                assertThat(second.port()).isEqualTo(first.port());
                assertThat(first.stop()).isZero();
                assertThat(curl.ok("http://" + address + "/")).contains("'127.0.0.1'");
            }
        }
    }

    private MerapiServer.Call handedOver(String names, String... options) {
        List<String> line = new ArrayList<>(List.of("/usr/bin/env", "python3"));
        line.addAll(List.of(MerapiServer.APPS.resolve("handover.py").toString(), socket.toString(), names));
        line.addAll(call(options).line());
        line.addAll(List.of("--protocol", "http"));
        return MerapiServer.Call.exactly(line.toArray(String[]::new)).in(directory);
    }

    @Test
    void socketsAreTakenFromAServiceManager() throws Exception {
        try (MerapiServer server = handedOver("", "--vacuum").start()) {
            server.awaitLog("listening on http://" + socket + ", handed over as descriptor 3$");
            String port = server.awaitLog("listening on http://127.0.0.1:(\\d+), handed over as descriptor 4$")
                    .group(1);
            assertThat(ask()).contains("('', '', '80'), [], []");
            assertThat(curl.ok("http://127.0.0.1:" + port + "/")).contains("'" + port + "'), [], []");
            assertThat(server.stop()).isZero();
            assertThat(socket).exists();
        }
    }

    @Test
    void listenersTakeTheSocketsThatAreThereForThem() throws Exception {
        try (MerapiServer server = handedOver("one:two", "--http", "fd://two", "--http-socket", socket.toString())
                .start()) {
            assertThat(server.port()).isPositive();
            assertThat(ask()).contains("('', '', '80'), [], []");
            assertThat(server.log()).doesNotContain("handed over as");
        }
    }
}
