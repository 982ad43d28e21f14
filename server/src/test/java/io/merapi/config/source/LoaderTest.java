// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.config.option.ListenOptions;
import io.merapi.config.option.LogOptions;
import io.merapi.config.option.Problem;
import io.merapi.config.option.Problems;
import io.merapi.config.option.ProcessOptions;
import io.merapi.config.option.PythonOptions;
import io.merapi.config.option.Setting;
import io.merapi.config.option.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LoaderTest {
    @TempDir
    Path directory;

    private final Map<String, String> environment = new HashMap<>();
    private final Problems problems = new Problems();

    private Settings load(String... arguments) {
        Surroundings surroundings = new Surroundings(directory, environment, directory, 4096);
        return Loader.load(List.of(arguments), surroundings, problems);
    }

    private void file(String name, String... lines) throws IOException {
        Files.writeString(directory.resolve(name), String.join("\n", lines) + "\n");
    }

    private List<String> warnings() {
        return problems.warnings().stream().map(Problem::toString).toList();
    }

    private List<String> errors() {
        return problems.errors().stream().map(Problem::toString).toList();
    }

    // ---- where settings come from

    @Test
    void aBareIniFileIsRead() throws IOException {
        file("site.ini", "[uwsgi]", "processes = 3");
        Settings settings = load("site.ini");
        assertThat(settings.value(ProcessOptions.PROCESSES)).isEqualTo(3);
        assertThat(settings.origin(ProcessOptions.PROCESSES)).hasToString("site.ini:2");
    }

    @Test
    void aByteOrderMarkIsSkippedInEveryFormat() throws IOException {
        file("site.ini", "\uFEFF[uwsgi]", "processes = 3");
        file("site.yaml", "\uFEFFuwsgi:", "  threads: 4");
        file("site.json", "\uFEFF{\"uwsgi\": {\"listen\": 5}}");
        file("site.xml", "\uFEFF<uwsgi><harakiri>6</harakiri></uwsgi>");
        Settings settings = load("site.ini", "site.yaml", "site.json", "site.xml");
        assertThat(settings.inOrder()).extracting(Setting::value).containsExactly("3", "4", "5", "6");
    }

    @Test
    void lettersThatAreNotInUtf8AreWarnedOfOutsideOfComments() throws IOException {
        Files.write(
                directory.resolve("site.ini"),
                "[uwsgi]\n# f\u00fcr\nchdir = /srv/f\u00fcr\n".getBytes(StandardCharsets.ISO_8859_1));
        load("site.ini");
        assertThat(warnings())
                .containsExactly("site.ini:3: holds letters that are not in UTF-8; convert the file: iconv -t utf-8");
    }

    @Test
    void aFileNamedByIniStandsWhereItIsNamed() throws IOException {
        file("site.ini", "[uwsgi]", "processes = 3", "threads = 3");
        Settings settings = load("--processes", "1", "--ini", "site.ini", "--threads", "4");
        assertThat(settings.value(ProcessOptions.PROCESSES)).isEqualTo(3);
        assertThat(settings.value(ProcessOptions.THREADS)).isEqualTo(4);
        assertThat(warnings())
                .containsExactly("site.ini:2: processes: overrides --processes 1 of the command line;"
                        + " name the file with --ini before the options that shall win");
    }

    @Test
    void aBareFileWinsOverTheCommandLineAsUnderUwsgiWithAWarning() throws IOException {
        file("site.ini", "[uwsgi]", "processes = 3", "threads = 2");
        Settings settings = load("site.ini", "-p", "4", "--threads", "2");
        assertThat(settings.value(ProcessOptions.PROCESSES)).isEqualTo(3);
        assertThat(warnings()).singleElement().asString().contains("overrides --processes 4");
    }

    @Test
    void theEnvironmentIsReadFirst() throws IOException {
        environment.put("UWSGI_PROCESSES", "5");
        environment.put("UWSGI_THREADS", "6");
        environment.put("UWSGI_HTTP_SOCKET", ":1");
        environment.put("UWSGI_RELOADS", "2");
        Settings settings = load("--processes", "2");
        assertThat(settings.value(ProcessOptions.PROCESSES)).isEqualTo(2);
        assertThat(settings.value(ProcessOptions.THREADS)).isEqualTo(6);
        assertThat(settings.origin(ProcessOptions.THREADS)).hasToString("$UWSGI_THREADS");
        assertThat(settings.value(ListenOptions.HTTP_SOCKET)).containsExactly(":1");
        assertThat(warnings()).isEmpty();
    }

    @Test
    void aSectionIsChosenBehindAColon() throws IOException {
        file("site.ini", "[uwsgi]", "processes = 1", "[web]", "processes = 2");
        assertThat(load("site.ini:web").value(ProcessOptions.PROCESSES)).isEqualTo(2);
    }

    @Test
    void aColonAloneMeansTheSameFile() throws IOException {
        file("site.ini", "[uwsgi]", "ini = :base", "threads = 4", "[base]", "threads = 2", "processes = 2");
        Settings settings = load("--ini", "site.ini");
        assertThat(settings.value(ProcessOptions.PROCESSES)).isEqualTo(2);
        assertThat(settings.value(ProcessOptions.THREADS)).isEqualTo(4);
    }

    @Test
    void filesIncludeOthers() throws IOException {
        file("site.ini", "[uwsgi]", "include = base-$(STAGE).ini", "threads = 4");
        file("base-test.ini", "[uwsgi]", "threads = 2", "processes = 2");
        environment.put("STAGE", "test");
        Settings settings = load("site.ini");
        assertThat(settings.value(ProcessOptions.PROCESSES)).isEqualTo(2);
        assertThat(settings.value(ProcessOptions.THREADS)).isEqualTo(4);
        assertThat(settings.origin(ProcessOptions.PROCESSES)).hasToString("base-test.ini:3");
    }

    @Test
    void aFileThatReadsItselfIsAnError() throws IOException {
        file("a.ini", "[uwsgi]", "ini = b.ini");
        file("b.ini", "[uwsgi]", "ini = a.ini");
        load("a.ini");
        assertThat(errors()).containsExactly("b.ini:2: ini: a.ini: reads itself; name another file or section");
    }

    @Test
    void aMissingFileIsAnError() {
        load("--ini", "gone.ini");
        assertThat(errors())
                .containsExactly("command line: ini: cannot read gone.ini: there is no such file;"
                        + " relative names count from " + directory);
    }

    @Test
    void aMissingSectionIsAWarning() throws IOException {
        file("site.ini", "[other]", "processes = 1");
        load("site.ini");
        assertThat(warnings())
                .containsExactly("command line: site.ini has no section [uwsgi]; add it, or name one after a colon");
    }

    @Test
    void aFileOfAnUnknownKindIsRefused() throws IOException {
        file("site.ini", "[uwsgi]", "include = other.txt");
        load("site.ini");
        assertThat(errors())
                .containsExactly("site.ini:2: include: other.txt: its name does not tell how it is written;"
                        + " name a file in .ini, .yaml, .json or .xml, or say which with ini, yaml, json or xml");
    }

    @Test
    void aMalformedFileIsAnErrorAtItsLine() throws IOException {
        file("site.yaml", "uwsgi:", "  processes: 4", "  threads: \"2");
        file("site.json", "{\"uwsgi\": {", "\"processes\": 4,,", "}}");
        file("site.xml", "<uwsgi>", "<processes>4</processes>", "<threads>2</thread>", "</uwsgi>");
        load("site.yaml", "site.json", "site.xml");
        assertThat(errors()).hasSize(3);
        assertThat(errors().get(0)).startsWith("site.yaml:4: is not written as YAML: ");
        assertThat(errors().get(1)).startsWith("site.json:2: is not written as JSON: ");
        assertThat(errors().get(2)).startsWith("site.xml:3: is not written as XML: ");
    }

    @Test
    void settingsOfEveryFormatKnowTheirLine() throws IOException {
        file("site.yaml", "uwsgi:", "  processes: 4");
        file("site.json", "{\"uwsgi\": {", "\"threads\": 4", "}}");
        file("site.xml", "<uwsgi>", "<harakiri>4</harakiri>", "</uwsgi>");
        Settings settings = load("site.yaml", "site.json", "site.xml");
        assertThat(settings.inOrder())
                .extracting(setting -> setting.key() + " " + setting.origin())
                .containsExactly("processes site.yaml:2", "threads site.json:2", "harakiri site.xml:2");
    }

    @Test
    void aBarePythonFileIsTheApplication() {
        assertThat(load("app.py").value(PythonOptions.WSGI_FILE)).isEqualTo("app.py");
    }

    @Test
    void anythingElseBareIsAnError() {
        load("whatever");
        assertThat(errors())
                .containsExactly("command line: whatever: is neither an option nor a configuration file;"
                        + " options begin with --, files end in .ini, and a value that may be left out is written with ="
                        + " (--http-keepalive=60)");
    }

    // ---- what stands for something else

    @Test
    void magicVariablesAreThoseOfTheFile() throws IOException {
        file("shop.ini", "[uwsgi]", "chdir = %d", "module = %n.wsgi");
        Settings settings = load("shop.ini");
        assertThat(settings.value(PythonOptions.CHDIR)).isEqualTo(directory + "/");
        assertThat(settings.value(PythonOptions.MODULE)).isEqualTo("shop.wsgi");
    }

    @Test
    void variablesOfTheEnvironmentArePutIn() {
        environment.put("PORT", "8123");
        environment.put("EMPTY", "");
        Settings settings =
                load("--http", ":$(PORT)", "--http", ":$(NOPORT-1)", "--http", ":$(EMPTY:-2)", "--http", ":$(EMPTY-3)");
        assertThat(settings.value(ListenOptions.HTTP)).containsExactly(":8123", ":1", ":2", ":");
    }

    @Test
    void aDirectoryOfVariablesCountsAtOnce() throws IOException {
        Path variables = Files.createDirectory(directory.resolve("env"));
        Files.writeString(variables.resolve("PORT"), "8123\n");
        Files.writeString(variables.resolve("GONE"), "");
        environment.put("GONE", "7");
        file("site.ini", "[uwsgi]", "early-envdir = env", "http = :$(PORT)", "http = :$(GONE-1)");
        assertThat(load("site.ini").value(ListenOptions.HTTP)).containsExactly(":8123", ":1");
        assertThat(environment).containsOnlyKeys("GONE");
    }

    @Test
    void parenthesesWithinACalculationAreWarnedOf() throws IOException {
        file("site.ini", "[uwsgi]", "processes = %((2 * 2) + 1)");
        assertThat(load("site.ini").value(ProcessOptions.PROCESSES)).isEqualTo(1);
        assertThat(warnings())
                .singleElement()
                .asString()
                .startsWith(
                        "site.ini:2: processes: within %((2 * 2) + 1) what begins with a parenthesis counts as 0; ");
    }

    @Test
    void anUnsetVariableStaysWithAWarning() {
        assertThat(load("--http", ":$(PORT)").value(ListenOptions.HTTP)).containsExactly(":$(PORT)");
        assertThat(warnings())
                .containsExactly(
                        "command line: http: $(PORT) stays as it is; set PORT in the environment of the server");
    }

    @Test
    void valuesOfOtherSettingsArePutInAndTheFirstOfAKeyCounts() throws IOException {
        file(
                "site.ini",
                "[uwsgi]",
                "base = /srv/$(NAME)",
                "base = /other",
                "chdir = %(base)/app",
                "logto = %(nothing)");
        environment.put("NAME", "shop");
        Settings settings = load("site.ini");
        assertThat(settings.value(PythonOptions.CHDIR)).isEqualTo("/srv/shop/app");
        assertThat(settings.value(LogOptions.LOGTO)).isEqualTo("%(nothing)");
        assertThat(warnings()).isEmpty();
    }

    @Test
    void placeholdersJoinAndCalculate() throws IOException {
        file("site.ini", "[uwsgi]", "cores = 3", "processes = %(cores * 2)", "threads = %(cores cores - 30)");
        Settings settings = load("site.ini");
        assertThat(settings.value(ProcessOptions.PROCESSES)).isEqualTo(6);
        assertThat(settings.value(ProcessOptions.THREADS)).isEqualTo(3);
    }

    @Test
    void operatorsWorkFromLeftToRight() {
        Settings settings = load(
                "--set-placeholder",
                "n=7",
                "--env",
                "A=%(n + 1 * 2)",
                "--env",
                "B=%(n ++ / 4)",
                "--env",
                "C=%(n -- -- / 0)");
        assertThat(settings.value(PythonOptions.ENV)).containsExactly("A=16", "B=2", "C=0");
    }

    @Test
    void filesArePutIn() throws IOException {
        Files.writeString(directory.resolve("token"), "secret");
        assertThat(load("--env", "TOKEN=@(token)").value(PythonOptions.ENV)).containsExactly("TOKEN=secret");
        load("--env", "TOKEN=@(gone)");
        assertThat(errors())
                .containsExactly("command line: env: cannot read the file of @(gone): there is no such file");
    }

    @Test
    void setGivesAnOptionItsValue() {
        assertThat(load("--set", "processes=4").value(ProcessOptions.PROCESSES)).isEqualTo(4);
        assertThat(load("-Sthreads=3").value(ProcessOptions.THREADS)).isEqualTo(3);
    }

    @Test
    void setWithoutValueIsAnError() {
        load("--set", "processes");
        assertThat(errors()).containsExactly("command line: set: 'processes' has no value; write --set name=value");
    }

    @Test
    void aPlaceholderCannotBeNamedLikeAnOption() {
        load("--set-placeholder", "processes=4");
        assertThat(errors())
                .containsExactly(
                        "command line: set-placeholder: processes is an option and cannot be a placeholder; choose another name");
    }
}
