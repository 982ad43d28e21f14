// SPDX-License-Identifier: Apache-2.0
package io.merapi;

import io.merapi.config.ServerConfig;
import io.merapi.config.option.ConfigException;
import io.merapi.config.option.Option;
import io.merapi.config.option.ProcessOptions;
import io.merapi.config.option.Settings;
import io.merapi.config.source.IoReason;
import io.merapi.control.identity.Privileges;
import io.merapi.observe.sink.ServerLog;
import io.merapi.transport.body.BodyDirectory;
import io.merapi.worker.directory.RuntimeDirectory;
import io.merapi.worker.process.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The way from root to whom the server is to be, with what it takes along. */
final class Demotion {
    /** What the JVM starts every process with. */
    private static final Path SPAWN_HELPER = Path.of(System.getProperty("java.home"), "lib", "jspawnhelper");
    /** Where jcmd and its like find this JVM; to be removed by it at its end. */
    private static final Path ATTACH_SOCKET =
            Path.of("/tmp", ".java_pid" + ProcessHandle.current().pid());

    private final ServerConfig config;
    private final Privileges.Plan plan;
    private final Settings settings;
    private final ServerLog log;

    Demotion(ServerConfig config, Settings settings, ServerLog log) {
        this.config = config;
        this.plan = config.control().privileges();
        this.settings = settings;
        this.log = log;
    }

    /**
     * Nothing is open yet.
     *
     * @throws IOException when it cannot become that
     */
    static void begin(Privileges.Plan plan) throws IOException {
        if (plan.atOnce() != null) {
            Privileges.become(plan.atOnce());
        }
    }

    /** Where request bodies lie. */
    BodyDirectory bodies(RuntimeDirectory directory) {
        Identity workers = plan.workers();
        return new BodyDirectory(directory.path(), workers == null ? BodyDirectory.SERVER : workers.uid());
    }

    /**
     * The sockets are open, and no process of the application's runs yet.
     *
     * @throws ConfigException when anything of it fails
     */
    void listening(RuntimeDirectory directory) {
        Identity server = plan.onceListening();
        Identity workers = plan.workers();
        try {
            if (workers != null) {
                directory.admit(workers);
                giveLog(workers);
                log.info("stays root; workers become " + workers);
            }
            if (server != null) {
                become(server, directory);
            }
        } catch (IOException e) {
            throw refused("cannot become " + (server == null ? workers : server) + ": " + IoReason.of(e), "");
        }
    }

    private void become(Identity server, RuntimeDirectory directory) throws IOException {
        directory.give(server);
        giveLog(server);
        if (Files.exists(ATTACH_SOCKET)) {
            server.own(ATTACH_SOCKET);
        }
        Privileges.become(server);
        log.info("became " + server);
        requireReadable(config.pool().packageDirectory().resolve("merapi_worker/zygote.py"), "install Merapi");
        requireReadable(SPAWN_HELPER, "install the JDK");
    }

    private void giveLog(Identity to) throws IOException {
        for (Path file : plan.withLog() ? config.log().files() : List.<Path>of()) {
            to.own(file);
        }
    }

    private void requireReadable(Path file, String what) {
        if (!Files.isReadable(file)) {
            throw refused("this user may not read " + file, what + " where it may, or permit it");
        }
    }

    private ConfigException refused(String what, String fix) {
        Option<?> option = settings.isGiven(ProcessOptions.UID) ? ProcessOptions.UID : ProcessOptions.GID;
        return new ConfigException(List.of(settings.problem(option, what, fix)));
    }
}
