// SPDX-License-Identifier: Apache-2.0
package io.merapi.it.real;

import io.merapi.control.identity.Accounts;
import io.merapi.it.MerapiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a file's server runs, and who it is there.
 *
 * @param here where it is started, with the configuration
 * @param venv a virtual environment
 */
record Ground(Path here, Path venv) {
    private static final Accounts ACCOUNTS = Accounts.ofSystem();
    /** Root can become somebody; others can only be who they are. */
    private static final Accounts.User USER = ACCOUNTS.user(
                    ACCOUNTS.currentUser() == 0 ? "www-data" : Integer.toString(ACCOUNTS.currentUser()))
            .orElseThrow();

    /** Tells where, and with what, it was called; ends by itself only when it is to prepare something. */
    private static final String PROGRAM = """
            #!/bin/sh
            echo "$PWD $(basename "$0") $*" >>"$CALLS"
            [ "$1" = migrate ] || exec sleep 3600
            """;

    /** Below which the application lies. */
    Path site() {
        return here.resolve("site");
    }

    /** What is found before all other programs. */
    Path programs() {
        return here.resolve("bin");
    }

    /** The text with what stands for places and users replaced. */
    String fill(String text) {
        Map<String, Object> names = new LinkedHashMap<>();
        names.put("{here}", here);
        names.put("{site}", site());
        names.put("{venv}", venv);
        names.put("{user}", USER.name());
        names.put("{group}", ACCOUNTS.currentUser() == 0 ? USER.name() : USER.gid());
        names.put("{uid}", USER.uid());
        names.put("{gid}", USER.gid());
        String filled = text;
        for (Map.Entry<String, Object> each : names.entrySet()) {
            filled = filled.replace(each.getKey(), each.getValue().toString());
        }
        return filled;
    }

    /** The configuration as it counts here. */
    String ini(RealFile file) {
        String ini = file.ini();
        for (String each : file.all("map")) {
            String[] halves = each.split(" -> ", 2);
            if (!ini.contains(halves[0])) {
                throw new IllegalArgumentException("there is no '" + halves[0] + "' in " + file.name() + ".ini");
            }
            ini = ini.replace(halves[0], fill(halves[1]));
        }
        return ini;
    }

    /** Puts there what the file needs. */
    void prepare(RealFile file) throws IOException {
        // like /tmp, where many of the files have their sockets and pidfiles
        Files.setAttribute(here, "unix:mode", 01777);
        Files.createDirectories(programs());
        Files.createDirectories(site());
        for (String each : file.all("application")) {
            String[] words = each.split(" ", 2);
            standIn(site().resolve(words[0]), words.length == 1 ? "application" : words[1]);
        }
        for (String each : file.all("command")) {
            Path program =
                    each.contains("/") ? site().resolve(each) : programs().resolve(each);
            Files.writeString(program, PROGRAM);
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        for (String each : file.all("file")) {
            Path empty = site().resolve(each);
            Files.createDirectories(empty.getParent());
            Files.createFile(empty);
        }
        Files.writeString(here.resolve(file.name() + ".ini"), ini(file));
    }

    private static void standIn(Path path, String callable) throws IOException {
        Files.createDirectories(path.getParent());
        String source = Files.readString(MerapiServer.APPS.resolve("options.py"));
        boolean usual = callable.equals("application");
        Files.writeString(path, usual ? source : source + "\n" + callable + " = application\ndel application\n");
    }
}
