// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli.init;

import io.merapi.cli.page.Page;
import io.merapi.config.source.IoReason;
import io.merapi.config.source.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code merapi init}: writes a first configuration for the application in the working directory. */
public final class InitCommand {
    private static final String NGINX = "--nginx";
    private static final String SYSTEMD = "--systemd";
    private static final Set<String> FLAGS = Set.of(NGINX, SYSTEMD, "--help", "-h");
    private static final int FAILED = 1;
    private static final String INI = "merapi.ini";

    private static final String HELP = """
            Usage: merapi init [--nginx] [--systemd]

            Writes merapi.ini for the application in this directory: a Django project with manage.py, or a
            Python file that has a Flask or WSGI application. Nothing of it is run, and no file overwritten.

              --nginx     listen for nginx, and write nginx.conf for it
              --systemd   write merapi.service, which starts the server

            It exits with
              0  done; what was written is said
              1  no application was found, or a file cannot be written
              2  the arguments make no sense
            """;

    private final Surroundings surroundings;
    private final Path directory;

    private InitCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.directory = surroundings.directory();
    }

    /**
     * Runs it.
     *
     * @param words what follows {@code merapi init}
     */
    public static Page run(List<String> words, Surroundings surroundings) {
        for (String word : words) {
            if (!FLAGS.contains(word)) {
                return Page.complaint("init", word + ": there is no such option; merapi init --help tells", Page.USAGE);
            }
        }
        if (words.contains("--help") || words.contains("-h")) {
            return Page.of(HELP);
        }
        try {
            return new InitCommand(surroundings).run(Set.copyOf(words));
        } catch (IOException e) {
            return Page.complaint("init", IoReason.of(e), FAILED);
        }
    }

    private Page run(Set<String> wanted) throws IOException {
        Discovery discovery = new Discovery(directory);
        Optional<FoundApplication> application = discovery.application();
        if (application.isEmpty()) {
            return Page.complaint(
                    "init", "no application is found in " + directory + "; go where its file is, or manage.py", FAILED);
        }
        Map<String, String> files = files(application.get(), discovery.virtualEnvironment(), wanted);
        List<String> there = files.keySet().stream()
                .filter(name -> Files.exists(directory.resolve(name)))
                .toList();
        if (!there.isEmpty()) {
            return Page.complaint("init", String.join(", ", there) + " is there already; remove it first", FAILED);
        }
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(directory.resolve(file.getKey()), file.getValue(), StandardOpenOption.CREATE_NEW);
        }
        return Page.of("a " + application.get().framework().title() + " application: wrote "
                + String.join(", ", files.keySet()) + "; merapi check " + INI + " tells what it says\n");
    }

    private Map<String, String> files(FoundApplication application, Optional<String> environment, Set<String> wanted)
            throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        files.put(INI, ini(application, environment, wanted.contains(NGINX)));
        if (wanted.contains(NGINX)) {
            files.put("nginx.conf", example(application.framework().examples() + "/nginx.conf"));
        }
        if (wanted.contains(SYSTEMD)) {
            files.put("merapi.service", example("systemd/merapi.service"));
        }
        return files;
    }

    private static String ini(FoundApplication application, Optional<String> environment, boolean behindNginx) {
        List<String> lines = new ArrayList<>();
        lines.add("; a " + application.framework().title() + " application; %d is the directory of this file");
        lines.add("[uwsgi]");
        if (behindNginx) {
            lines.add("; nginx connects here, by the group of the socket");
            lines.add("socket = /run/merapi/site.sock\nchmod-socket = 660\nvacuum = true\n");
        } else {
            lines.add("; HTTP, for this machine alone; :8000 is for others, too");
            lines.add("http = 127.0.0.1:8000\n");
        }
        lines.add("chdir = %d");
        environment.ifPresent(name -> lines.add("home = %d" + name));
        lines.add(application.options());
        lines.add("; rather do not start than answer all with 500\nneed-app = true\n");
        lines.add("; processes times threads is how many requests run at a time");
        lines.add("processes = 2\nthreads = 4\n");
        lines.add("; a request that runs for so many seconds gets 504\nharakiri = 60");
        return String.join("\n", lines) + "\n";
    }

    /** One of the files of examples/deploy, with the paths and the user of here. */
    private String example(String name) throws IOException {
        boolean atHome = directory.startsWith("/home") || directory.startsWith("/root");
        return Files.readString(surroundings.home().resolve("examples/deploy").resolve(name))
                .replace("/srv/site", directory.toString())
                .replace("/etc/merapi/site.ini", directory.resolve(INI).toString())
                .replace(
                        "/opt/merapi/merapi",
                        surroundings.home().resolve("merapi").toString())
                .replace("User=site", "User=" + System.getProperty("user.name"))
                .replace("ProtectHome=yes", atHome ? "ProtectHome=read-only" : "ProtectHome=yes");
    }
}
