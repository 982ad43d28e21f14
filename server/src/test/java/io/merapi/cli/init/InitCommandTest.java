// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli.init;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.cli.check.CheckCommand;
import io.merapi.cli.page.Page;
import io.merapi.config.source.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class InitCommandTest {
    private static final Path HOME =
            Path.of(System.getProperty("merapi.home", "..")).toAbsolutePath().normalize();
    private static final int SOMEBODY = 1000;

    @TempDir
    Path directory;

    private Surroundings surroundings() {
        return new Surroundings(directory, Map.of("PATH", "/usr/bin:/bin"), HOME, 4096);
    }

    private Page init(String... words) {
        return InitCommand.run(List.of(words), surroundings());
    }

    private void write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private String written(String name) throws IOException {
        return Files.readString(directory.resolve(name));
    }

    @Test
    void aConfigurationIsWrittenThatTheCheckHasNothingAgainst() throws IOException {
        write("app.py", "from flask import Flask\n\nsite = Flask(__name__)\n");
        write(".venv/bin/python", "");
        assertThat(directory.resolve(".venv/bin/python").toFile().setExecutable(true))
                .isTrue();
        assertThat(init())
                .isEqualTo(
                        Page.of("a Flask application: wrote merapi.ini; merapi check merapi.ini tells what it says\n"));
        assertThat(written("merapi.ini")).isEqualTo("""
                ; a Flask application; %d is the directory of this file
                [uwsgi]
                ; HTTP, for this machine alone; :8000 is for others, too
                http = 127.0.0.1:8000

                chdir = %d
                home = %d.venv
                module = app:site
                ; rather do not start than answer all with 500
                need-app = true

                ; processes times threads is how many requests run at a time
                processes = 2
                threads = 4

                ; a request that runs for so many seconds gets 504
                harakiri = 60
                """);
        Page checked = CheckCommand.run(List.of("--strict", "merapi.ini"), surroundings(), SOMEBODY);
        assertThat(checked.text()).endsWith("0 errors, 0 warnings: the server can start like this\n");
        assertThat(checked.status()).isZero();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
                    app.py           | app = Flask(__name__)                      | module = app:app
                    site.py          | app: flask.Flask = flask.Flask("a")        | module = site:app
                    shop/__init__.py | def create_app(config=None, debug=False):  | module = shop:create_app()
                    wsgi.py          | from shop import other, app                | module = wsgi:app
                    hello.py         | def application(environ, start_response):  | module = hello:application
                    hello.py         | application = Bottle()                     | module = hello:application
                    my-site.py       | class application:                         | wsgi-file = my-site.py
                    """)
    void anApplicationIsRecognised(String file, String line, String expected) throws IOException {
        write("setup.py", "from setuptools import setup\n");
        write(file, "import os\n" + line + "\n");
        assertThat(init().status()).isZero();
        assertThat(written("merapi.ini").lines()).contains(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    def create_app(config):
                    if app == 1:
                    # app = Flask(__name__)
                    """)
    void whatIsNoneIsNotTakenForOne(String line) throws IOException {
        write("app.py", line + "\n");
        assertThat(init().status()).isEqualTo(1);
        assertThat(init().complaint()).startsWith("merapi init: no application is found in " + directory);
    }

    @Test
    void aDjangoProjectIsKnownByItsManagePy() throws IOException {
        write("manage.py", "os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings.production')\n");
        write("app.py", "app = 1\n");
        write("shop/wsgi.py", "application = get_wsgi_application()\n");
        assertThat(init().text()).startsWith("a Django application");
        assertThat(written("merapi.ini")).contains("\nmodule = shop.wsgi\n");
    }

    @Test
    void usualNamesComeFirst() throws IOException {
        write("about.py", "app = Flask(__name__)\n");
        write("wsgi.py", "from about import app\n");
        assertThat(init().status()).isZero();
        assertThat(written("merapi.ini")).contains("\nmodule = wsgi:app\n");
    }

    @Test
    void theFilesForNginxAndSystemdHaveThePathsOfHere() throws IOException {
        write("app.py", "app = Flask(__name__)\n");
        assertThat(init("--nginx", "--systemd").text()).contains("wrote merapi.ini, nginx.conf, merapi.service;");
        assertThat(written("merapi.ini")).contains("\nsocket = /run/merapi/site.sock\nchmod-socket = 660\n");
        assertThat(written("nginx.conf"))
                .contains("uwsgi_pass unix:/run/merapi/site.sock;", "alias " + directory + "/static/;")
                .doesNotContain("/srv/site");
        assertThat(written("merapi.service"))
                .contains("ExecStart=" + HOME + "/merapi " + directory + "/merapi.ini\n")
                .doesNotContain("/srv/site", "/etc/merapi/site.ini", "User=site\n");
    }

    @Test
    void whatIsThereIsNotOverwritten() throws IOException {
        write("app.py", "app = Flask(__name__)\n");
        write("nginx.conf", "mine");
        assertThat(init("--nginx"))
                .isEqualTo(new Page("", "merapi init: nginx.conf is there already; remove it first\n", 1));
        assertThat(directory.resolve("merapi.ini")).doesNotExist();
    }

    @Test
    void otherArgumentsAreAnError() {
        assertThat(init("--apache").status()).isEqualTo(Page.USAGE);
        assertThat(init("--help").text()).startsWith("Usage: merapi init");
    }
}
