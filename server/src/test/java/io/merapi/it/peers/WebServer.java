// SPDX-License-Identifier: Apache-2.0
package io.merapi.it.peers;

import io.merapi.it.Patience;
import io.merapi.it.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A running nginx or Apache httpd with all its files in a directory of its own; listens on one port of 127.0.0.1. */
final class WebServer implements AutoCloseable {
    /** Whom their workers run as where the tests may choose; Debian has him before any web server. */
    static final String USER = "www-data";

    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroy)));
    }

    private final Process process;
    private final int port;
    private final Path log;

    private WebServer(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
        RUNNING.add(process);
    }

    /**
     * Starts the web server of a deployment.
     *
     * @param directory its own
     * @param site the deployment's file, mapped but for the port
     */
    static WebServer start(Deployment deployment, Path directory, String site) throws Exception {
        return deployment.isNginx() ? nginx(directory, site) : apache(directory, site);
    }

    /** Starts nginx. */
    static WebServer nginx(Path directory, String site) throws Exception {
        Path own = Files.createDirectories(directory);
        for (String file : List.of("mime.types", "uwsgi_params", "fastcgi_params", "scgi_params", "proxy_params")) {
            Files.copy(Path.of("/etc/nginx", file), own.resolve(file));
        }
        int port = Ports.free();
        Files.writeString(own.resolve("site.conf"), site.replace("listen 80;", "listen 127.0.0.1:" + port + ";"));
        Files.writeString(own.resolve("nginx.conf"), """
                %s
                daemon off;
                worker_processes 2;
                pid DIRECTORY/nginx.pid;
                error_log DIRECTORY/error.log info;
                events {
                    worker_connections 256;
                }
                http {
                    include mime.types;
                    access_log off;
                    sendfile on;
                    client_body_temp_path DIRECTORY/body;
                    proxy_temp_path DIRECTORY/proxy;
                    fastcgi_temp_path DIRECTORY/fastcgi;
                    uwsgi_temp_path DIRECTORY/uwsgi;
                    scgi_temp_path DIRECTORY/scgi;
                    include site.conf;
                }
                """.formatted(Places.isRoot() ? "user " + USER + ";" : "")
                .replace("DIRECTORY", own.toString()));
        String log = own.resolve("error.log").toString();
        return start(own, port, "nginx", "-p", own.toString(), "-e", log, "-c", own.resolve("nginx.conf") + "");
    }

    /** Starts Apache httpd with the modules that the site's first lines name. */
    private static WebServer apache(Path directory, String site) throws Exception {
        Path own = Files.createDirectories(directory);
        int port = Ports.free();
        Files.writeString(own.resolve("site.conf"), site.replace("*:80>", "*:" + port + ">"));
        StringBuilder modules = new StringBuilder();
        for (String module :
                (site.replaceAll("(?s).*a2enmod ([\\w ]+)\n.*", "$1") + " mpm_event authz_core alias").split(" ", -1)) {
            modules.append("LoadModule %s_module /usr/lib/apache2/modules/mod_%1$s.so\n".formatted(module));
        }
        Files.writeString(
                own.resolve("httpd.conf"),
                modules
                        + """
                ServerName localhost
                DefaultRuntimeDir DIRECTORY
                PidFile DIRECTORY/httpd.pid
                ErrorLog DIRECTORY/error.log
                Listen 127.0.0.1:%d
                StartServers 1
                ServerLimit 1
                ThreadsPerChild 16
                MaxRequestWorkers 16
                KeepAliveTimeout 1
                %s
                IncludeOptional DIRECTORY/site.conf
                """.formatted(port, Places.isRoot() ? "User " + USER + "\nGroup " + USER : "")
                                .replace("DIRECTORY", own.toString()));
        return start(own, port, "apache2", "-d", own.toString(), "-f", own.resolve("httpd.conf") + "", "-DFOREGROUND");
    }

    private static WebServer start(Path directory, int port, String... line) throws Exception {
        Path output = directory.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().merge("PATH", "/usr/sbin", (path, more) -> path + ":" + more);
        Process process = builder.redirectOutput(output.toFile()).start();
        WebServer server = new WebServer(process, port, directory.resolve("error.log"));
        try {
            Patience.until(line[0] + " listens", server::accepts, () -> server.log() + read(output));
        } catch (AssertionError e) {
            server.close();
            throw e;
        }
        return server;
    }

    private boolean accepts() {
        if (!process.isAlive()) {
            throw new AssertionError("it has ended with " + process.exitValue() + "\n" + log());
        }
        try (Wire _ = Wire.to(port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    int port() {
        return port;
    }

    Wire wire() throws IOException {
        return Wire.to(port);
    }

    /** What it has written in its error log so far. */
    String log() {
        return read(log);
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
        } catch (IOException e) {
            return "(the log cannot be read: " + e + ")";
        }
    }

    /** The process ids of its workers. */
    Set<Long> workers() {
        return Set.copyOf(process.children().map(ProcessHandle::pid).toList());
    }

    /** Sends a signal to its master by its name without SIG. */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** Stops it and waits until it has ended. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("it has not ended:\n" + log());
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        RUNNING.remove(process);
    }
}
