// SPDX-License-Identifier: Apache-2.0
package io.merapi.it.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A directory that stands for the paths of a deployment: its files are used as they are but for where they lie. */
record Places(Path directory) {
    /** The socket in all files. */
    private static final String SOCKET = "/run/merapi/site.sock";

    /** Whether the tests may change users, and so have to. */
    static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    /** Prepares a directory; the web servers' users may enter it. */
    static Places in(Path directory) throws IOException {
        open(directory);
        for (String name : new String[] {"site", "site/static", "site/media", "run"}) {
            open(Files.createDirectories(directory.resolve(name)));
        }
        return new Places(directory);
    }

    /** Lets every user enter it. */
    static void open(Path directory) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** What stands for {@code /srv/site}. */
    Path site() {
        return directory.resolve("site");
    }

    /** What stands for {@code /run/merapi}. */
    Path run() {
        return directory.resolve("run");
    }

    /** A file's text with the directories that are there. */
    String mapped(String text) {
        return text.replace("/srv/site", site().toString()).replace("/run/merapi", run().toString());
    }

    /** Where a web server finds Merapi: another socket, or an address. */
    static String toward(String text, String address) {
        if (address.startsWith("/")) {
            return text.replace(SOCKET, address);
        }
        return text.replaceAll("unix:" + SOCKET + "\\|(\\w+)://site", "$1://" + address)
                .replace("unix:" + SOCKET, address)
                .replace("= " + SOCKET, "= " + address);
    }
}
