// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.config.option.Catalogue;
import io.merapi.config.option.Problem;
import io.merapi.config.source.Surroundings;
import io.merapi.control.admin.AdminRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InvocationTest {
    @TempDir
    Path directory;

    private Invocation read(String... arguments) {
        Map<String, String> environment = Map.of("PATH", "/usr/bin:/bin");
        return Invocation.read(List.of(arguments), new Surroundings(directory, environment, directory, 4096));
    }

    private String printed(String... arguments) {
        assertThat(read(arguments)).isInstanceOf(Invocation.Print.class);
        return ((Invocation.Print) read(arguments)).text();
    }

    @Test
    void aUsableConfigurationIsServed() throws IOException {
        Files.writeString(directory.resolve("site.ini"), "[uwsgi]\nhttp = :8000\nmodule = app\nmaster = true\n");
        assertThat(read("site.ini")).isInstanceOfSatisfying(Invocation.Serve.class, serve -> {
            assertThat(serve.config().pool().application().module()).isEqualTo("app");
            assertThat(serve.problems().notes()).extracting(Problem::key).contains("master");
        });
    }

    @Test
    void aReloadStartsFromTheDirectoryThatIsForced() throws IOException {
        Path next = Files.createDirectories(directory.resolve("releases/2"));
        Path current = directory.resolve("current");
        Files.createSymbolicLink(current, next);
        for (Path each : List.of(directory, next)) {
            Files.writeString(
                    each.resolve("site.ini"),
                    "[uwsgi]\nhttp = :8000\nmodule = in_" + each.getFileName() + "\nforce-cwd = " + current
                            + "\nlogto = run.log\n");
        }
        Invocation.Serve first = (Invocation.Serve) read("site.ini");
        assertThat(first.config().pool().application().chdir()).isEmpty();
        Invocation.Serve second = (Invocation.Serve) first.again();
        assertThat(second.config().pool().application().chdir()).isEqualTo(current.toString());
        assertThat(second.config().pool().application().module()).isEqualTo("in_2");
    }

    @Test
    void aReloadOpensNoFilesAndSoNeedsNotBePermittedTo() throws IOException {
        Path logs = Files.createDirectory(directory.resolve("logs"));
        Invocation.Serve first = (Invocation.Serve) read("--http=:8000", "--module=app", "--logto=logs/run.log");
        Files.delete(logs);
        assertThat(first.again()).isInstanceOf(Invocation.Serve.class);
    }

    @Test
    void anUnusableOneIsRefusedWithAllThatIsWrong() {
        assertThat(read("--proceses", "4", "--threads=two", "--processes=0")).isEqualTo(new Invocation.Refuse("""
                        merapi: cannot start like this:
                          command line: proceses: there is no such option; did you mean processes?
                          command line: processes: there must be at least one; write for example --processes 4
                          command line: threads: there must be at least one; write for example --threads 4
                          there is nowhere to listen; add --http :8000, or http = :8000 in a file
                          (command line: threads: 'two' is not a number and counts as 0; write --threads <number>)
                          (no application is named, requests get 500; add --module NAME or --wsgi-file FILE, or module = NAME in a file)
                        merapi help OPTION tells about an option, merapi check about each line.
                        """, 1));
    }

    @Test
    void aNeededApplicationThatIsNotNamedIsRefusedWithUwsgisOwnStatus() {
        assertThat(read("--http=:8000", "--need-app")).isInstanceOfSatisfying(Invocation.Refuse.class, refuse -> {
            assertThat(refuse.text()).contains("command line: need-app: no application is named; add --module NAME");
            assertThat(refuse.status()).isEqualTo(22);
        });
        assertThat(read("--need-app")).isInstanceOfSatisfying(Invocation.Refuse.class, refuse -> {
            assertThat(refuse.status()).as("there is more wrong than that").isEqualTo(1);
        });
    }

    @Test
    void theFallbackTakesThePlaceOfAllThatWasAskedFor() throws IOException {
        Files.writeString(directory.resolve("site.ini"), "[uwsgi]\nthreads = 0\nfallback-config = safe.ini\n");
        Files.writeString(
                directory.resolve("safe.ini"),
                "[uwsgi]\nhttp = :8001\nmodule = safe\nneed-app = true\nfallback-config = site.ini\n");
        Fallback fallback =
                Objects.requireNonNull(read("--processes=7", "site.ini").fallback());
        assertThat(fallback.read()).isInstanceOfSatisfying(Invocation.Serve.class, serve -> {
            assertThat(serve.config().pool().application().module()).isEqualTo("safe");
            assertThat(serve.config().pool().processes()).isEqualTo(1);
            assertThat(serve.problems().warnings())
                    .extracting(Problem::toString)
                    .containsExactly("site.ini:3: fallback-config: the server could not start as configured, and"
                            + " starts with safe.ini instead");
            assertThat(serve.again()).as("a reload reads the same").isInstanceOf(Invocation.Serve.class);
        });
    }

    @Test
    void whatIsServedOrNeededHasAFallbackAndWhatOnlyReadsHasNone() {
        String[] usable = {"--http=:8000", "--module=app", "--fallback-config=safe.ini"};
        assertThat(read(usable).fallback()).isNotNull();
        assertThat(read("--http=:8000", "--need-app", "--fallback-config=safe.ini")
                        .fallback())
                .isNotNull();
        for (String reads : List.of("--no-server", "--exit=1", "--version", "--stop=no.pid")) {
            assertThat(read("--fallback-config=safe.ini", reads).fallback())
                    .as(reads)
                    .isNull();
        }
        assertThat(read("--http=:8000").fallback()).isNull();
    }

    @Test
    void aFallbackThatIsNotThereIsToldOfBeforeItIsNeeded() throws IOException {
        String[] arguments = {"--http=:8000", "--module=app", "--fallback-config=safe.ini:base"};
        assertThat(((Invocation.Serve) read(arguments)).problems().warnings())
                .extracting(Problem::toString)
                .containsExactly("command line: fallback-config: there is no safe.ini:base that could be read;"
                        + " relative names count from " + directory);
        Files.writeString(directory.resolve("safe.ini"), "[base]\n");
        assertThat(((Invocation.Serve) read(arguments)).problems().warnings()).isEmpty();
    }

    @Test
    void helpNamesEveryOptionThatIsOfUseAndFitsTheScreen() {
        String help = printed("--help", "--processes=0");
        assertThat(help).isEqualTo(printed("-h"));
        List<String> words = List.of(help.split("\\s+", -1));
        Catalogue.groups().stream()
                .flatMap(group -> group.options().stream())
                .forEach(option -> assertThat(words.contains(option.name()))
                        .as(option.name())
                        .isEqualTo(option.isOfUse()));
        assertThat(help.lines()).hasSizeLessThan(80).allMatch(line -> line.length() <= 110, "is at most 110 wide");
    }

    @Test
    void eachSubcommandIsCalledByItsWord() {
        assertThat(shown("help", "processes")).startsWith("processes: number of worker processes");
        assertThat(shown("options", "harakiri")).startsWith("Stuck requests:");
        assertThat(shown("completion", "bash")).contains("_merapi");
        assertThat(shown("check", "--help")).startsWith("Usage: merapi check");
        for (String asked : AdminRequest.VERBS) {
            assertThat(read(asked)).as(asked).isInstanceOf(Invocation.Ask.class);
        }
    }

    private String shown(String... arguments) {
        assertThat(read(arguments)).isInstanceOf(Invocation.Show.class);
        return ((Invocation.Show) read(arguments)).page().text();
    }

    @Test
    void aRequestIsMadeWithWhatFollowsTheWord() {
        assertThat(read("request", "--help", "http://a/"))
                .isEqualTo(new Invocation.Request(List.of("--help", "http://a/")));
        assertThat(read("status", "--json")).isInstanceOf(Invocation.Ask.class);
        assertThat(read("request.ini")).as("a file").isNotInstanceOf(Invocation.Request.class);
    }

    @Test
    void aConfigurationIsShownWithoutBeingServedWhereThatIsAsked() throws IOException {
        Files.writeString(directory.resolve("site.ini"), "[uwsgi]\nhttp = :8000\nmodule = app\n");
        String page = """
                ; the configuration of Merapi
                [uwsgi]
                ; site.ini:2
                http = :8000
                ; site.ini:3
                module = app
                ; the end
                """;
        assertThat(printed("--show-config", "--no-server", "site.ini")).isEqualTo(page);
        assertThat(printed("--no-server", "site.ini")).isEmpty();
        assertThat(read("--show-config", "site.ini"))
                .isInstanceOfSatisfying(
                        Invocation.Serve.class,
                        serve -> assertThat(serve.shownConfig()).isEqualTo(page));
    }

    @Test
    void theNamesOfAllOptionsArePrinted() {
        assertThat(printed("--dump-options").lines())
                .hasSizeGreaterThan(1300)
                .contains("processes", "master", "event-loops");
    }

    @Test
    void valuesAreToldByName() {
        assertThat(printed("--set-ph", "base=/srv", "--set", "chdir=%(base)/app", "--get", "chdir", "--get", "nothing"))
                .isEqualTo("/srv/app\n");
    }

    @Test
    void aConfigurationMayEndItself() throws IOException {
        Files.writeString(
                directory.resolve("site.ini"),
                "[uwsgi]\nif-not-env = STAGE\nprint = set STAGE\nexit = 3\nendif =\nnonsense = 1\n");
        assertThat(read("site.ini"))
                .isEqualTo(new Invocation.Refuse(
                        "site.ini:3: print: set STAGE\nsite.ini:4: exit: the configuration ends here\n", 3));
        assertThat(read("--exit"))
                .isInstanceOfSatisfying(
                        Invocation.Refuse.class,
                        refuse -> assertThat(refuse.status()).isEqualTo(1));
    }

    @Test
    void theVersionIsPrinted() {
        assertThat(printed("--version")).matches("merapi \\S+\n");
    }

    @Test
    void theReferenceInTheDocumentsIsTheCataloguesOwn() throws IOException {
        Path reference = Path.of(System.getProperty("merapi.home", ".."), "docs/options.md");
        assertThat(reference)
                .as("docs/options.md, renewed by: ./merapi --options-md > docs/options.md")
                .content()
                .isEqualTo(printed("--options-md"));
    }
}
