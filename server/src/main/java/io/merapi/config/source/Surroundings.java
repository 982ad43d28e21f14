// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.source;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the process was started in.
 *
 * @param directory the working directory, absolute
 * @param environment the environment's variables
 * @param home where Merapi is installed: the directory that holds {@code python/merapi_worker}
 * @param backlogLimit the most connections the kernel keeps for a listener, {@code net.core.somaxconn}
 * @param reloads whether the server runs already: what it is to open it has opened, perhaps as another user
 */
public record Surroundings(
        Path directory, Map<String, String> environment, Path home, int backlogLimit, boolean reloads) {
    private static final String RELOADS = "UWSGI_RELOADS";
    private static final int USUAL_BACKLOG_LIMIT = 4096;

    public Surroundings(Path directory, Map<String, String> environment, Path home, int backlogLimit) {
        this(directory, environment, home, backlogLimit, false);
    }

    /** Those of this process. */
    public static Surroundings ofProcess() {
        Path home = Path.of(System.getProperty("merapi.home", "")).toAbsolutePath();
        return new Surroundings(Path.of("").toAbsolutePath(), System.getenv(), home, systemBacklogLimit());
    }

    /** Whether the configuration is read again while the server runs; uWSGI tells itself that by a variable. */
    boolean isReload() {
        return reloads || environment.containsKey(RELOADS);
    }

    /** The machine's name; empty where it cannot be found out. Asks the kernel first: a resolver may take seconds. */
    public static String hostName() {
        try {
            return Sysctl.read("kernel/hostname");
        } catch (IOException e) {
            return resolvedHostName();
        }
    }

    private static String resolvedHostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "";
        }
    }

    private static int systemBacklogLimit() {
        try {
            return Integer.parseInt(Sysctl.read("net/core/somaxconn"));
        } catch (IOException | NumberFormatException e) {
            // a system that does not tell: it clamps by itself
            return USUAL_BACKLOG_LIMIT;
        }
    }

    /**
     * Those of a reload.
     *
     * @param other the directory that it starts from; empty: the same
     */
    public Surroundings reloading(String other) {
        return new Surroundings(resolve(other), environment, home, backlogLimit, true);
    }

    /** Those once the application's directory is entered; empty: it stays where it is. */
    public Surroundings entering(String other) {
        return new Surroundings(resolve(other), environment, home, backlogLimit, reloads);
    }

    /** Those with other variables. */
    Surroundings withEnvironment(Map<String, String> other) {
        return new Surroundings(directory, other, home, backlogLimit, reloads);
    }

    /** A path as an operator wrote it, resolved against the working directory. */
    public Path resolve(String path) {
        return directory.resolve(path).normalize();
    }

    /**
     * The same, or null where no file can be named like that: with a NUL, or letters that the system's locale lacks.
     */
    @Nullable
    Path resolveOrNull(String path) {
        try {
            return resolve(path);
        } catch (InvalidPathException e) {
            return null;
        }
    }
}
