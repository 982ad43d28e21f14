// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli.admin;

import io.merapi.config.option.Option;
import io.merapi.config.option.Problems;
import io.merapi.config.option.ProcessOptions;
import io.merapi.config.option.Settings;
import io.merapi.config.source.IoReason;
import io.merapi.config.source.Loader;
import io.merapi.config.source.Surroundings;
import io.merapi.control.ServerProcess;
import io.merapi.control.admin.AdminPlaces;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Finds the admin socket of the server that is meant. */
final class Target {
    private static final List<Option<String>> PIDFILES = List.of(
            ProcessOptions.PIDFILE, ProcessOptions.PIDFILE2, ProcessOptions.SAFE_PIDFILE, ProcessOptions.SAFE_PIDFILE2);
    private static final String NAME_ONE = "name a server by --admin SOCKET, its pidfile or its configuration";

    private final Surroundings surroundings;
    private final AdminPlaces places;

    Target(Surroundings surroundings, AdminPlaces places) {
        this.surroundings = surroundings;
        this.places = places;
    }

    /** The only server that runs as this user. */
    Path onlyOne() throws NoServerException {
        Map<Long, Path> servers = places.listening();
        if (servers.isEmpty()) {
            throw new NoServerException("no server runs with an admin socket in " + places + "; " + NAME_ONE);
        }
        if (servers.size() > 1) {
            String each = servers.keySet().stream().map(String::valueOf).collect(Collectors.joining(", "));
            throw new NoServerException("several servers run (pids " + each + "); " + NAME_ONE);
        }
        return servers.values().iterator().next();
    }

    /** The server whose pidfile that is, or whose configuration. */
    Path of(String file) throws NoServerException {
        Path path = surroundings.resolve(file);
        try {
            return isPidfile(path) ? ofPidfile(path) : ofConfiguration(file);
        } catch (IOException e) {
            throw new NoServerException(IoReason.of(e));
        }
    }

    private static boolean isPidfile(Path path) throws IOException {
        if (Files.notExists(path)) {
            throw new IOException("there is no file " + path);
        }
        String content = Files.readString(path, StandardCharsets.ISO_8859_1).strip();
        return !content.isEmpty() && content.chars().allMatch(Character::isDigit);
    }

    private static Path ofPidfile(Path pidfile) throws IOException {
        long pid = ServerProcess.of(pidfile).pid();
        AdminPlaces theirs = AdminPlaces.ofProcess(pid);
        Path socket = theirs.listening().get(pid);
        if (socket == null) {
            throw new IOException("process " + pid + " has no admin socket in " + theirs
                    + " that this user may connect to; name it by --admin SOCKET");
        }
        return socket;
    }

    private Path ofConfiguration(String file) throws IOException {
        Settings settings = Loader.load(List.of(file), surroundings, new Problems());
        String socket = settings.value(ProcessOptions.ADMIN_SOCKET);
        if (!socket.isEmpty() && !socket.equals(ProcessOptions.OFF)) {
            return surroundings.resolve(socket);
        }
        for (Option<String> option : PIDFILES) {
            String pidfile = settings.value(option);
            if (!pidfile.isEmpty()) {
                return ofPidfile(surroundings.resolve(pidfile));
            }
        }
        throw new IOException(file + " names neither an admin-socket nor a pidfile; " + NAME_ONE);
    }
}
