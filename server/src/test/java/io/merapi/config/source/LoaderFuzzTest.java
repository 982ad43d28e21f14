// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.config.option.Problem;
import io.merapi.config.option.Problems;
import io.merapi.config.option.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No configuration makes the reading hang or fail otherwise than with problems that name their place. */
final class LoaderFuzzTest {
    private static final List<String> ENDINGS = List.of("ini", "yaml", "json", "xml");
    private static final int ROUNDS = 400;

    @TempDir
    Path directory;

    private final Bounds bounds = new Bounds();
    private Problems problems = new Problems();

    private Settings load(String... arguments) {
        problems = new Problems();
        Map<String, String> environment = Map.of("NAME", "shop", "LOOP", "x$(LOOP)", "EMPTY", "");
        return Loader.load(
                List.of(arguments), new Surroundings(directory, environment, directory, 4096), problems, bounds);
    }

    private void file(String name, String... lines) throws IOException {
        Files.writeString(directory.resolve(name), String.join("\n", lines) + "\n");
    }

    private List<String> errors() {
        return problems.errors().stream().map(Problem::toString).toList();
    }

    // ---- chance

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void octetsOfAllKindsAreReadToTheEnd(long seed) throws IOException {
        Random random = new Random(seed);
        byte[] octets = new byte[512];
        for (int round = 0; round < ROUNDS; round++) {
            random.nextBytes(octets);
            for (int i = 0; i < octets.length && round % 2 == 0; i++) {
                // what has a NUL is no text and not read any further
                octets[i] = octets[i] == 0 ? 1 : octets[i];
            }
            String name = "chance." + ENDINGS.get(round % ENDINGS.size());
            Files.write(directory.resolve(name), octets);
            assertThat(load(name).inOrder()).isNotNull();
        }
    }

    /** Parts that mean something, in any order: among them no commands, for what a command does is its own affair. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void partsOfTheDialectInAnyOrderAreReadToTheEnd(long seed) throws IOException {
        Random random = new Random(seed);
        List<String> parts = Snippet.all()
                .flatMap(snippet -> snippet.files().values().stream())
                .filter(text -> !text.contains("exec:"))
                .flatMap(String::lines)
                .flatMap(line -> Stream.of(line, line.replaceFirst("=.*", "= "), line.replaceFirst(".*=", "")))
                .toList();
        for (int round = 0; round < ROUNDS; round++) {
            String text = random.ints(30, 0, parts.size())
                    .mapToObj(parts::get)
                    .map(part -> part + (random.nextInt(4) == 0 ? "" : "\n"))
                    .collect(Collectors.joining());
            Files.writeString(directory.resolve("site.ini"), "[uwsgi]\n" + text);
            assertThat(load("--ini", "site.ini").inOrder()).isNotNull();
        }
    }

    /** Each snippet with some octets changed. */
    @Test
    void damagedConfigurationsAreReadToTheEnd() throws IOException {
        Random random = new Random(5);
        List<Snippet> snippets = Snippet.all()
                .filter(snippet -> !snippet.toString().contains("command")
                        && snippet.input().isEmpty())
                .toList();
        for (Snippet snippet : snippets) {
            snippet.write(directory);
            for (String name : snippet.files().keySet()) {
                byte[] octets = Files.readAllBytes(directory.resolve(name));
                for (int change = 0; change < 4 && octets.length > 0; change++) {
                    octets[random.nextInt(octets.length)] = (byte) "%($)@=:[]{}\"'<>&;#\n\0".charAt(random.nextInt(20));
                }
                Files.write(directory.resolve(name), octets);
            }
            assertThat(load(snippet.arguments().toArray(String[]::new)).inOrder())
                    .isNotNull();
        }
    }

    // ---- malice

    @Test
    void filesThatIncludeThemselvesAreRefused() throws IOException {
        file("a.ini", "[uwsgi]", "ini = a.ini");
        load("a.ini");
        assertThat(errors()).containsExactly("a.ini:2: ini: a.ini: reads itself; name another file or section");
        file("b.ini", "[uwsgi]", "ini = sub/../b.ini");
        Files.createDirectory(directory.resolve("sub"));
        load("b.ini");
        assertThat(errors()).singleElement().asString().contains("reads itself");
    }

    @Test
    void commandsThatNameThemselvesUnderEverNewNamesAreRefused() throws IOException {
        file("loop.sh", "echo '[uwsgi]'; echo \"ini = exec://sh loop.sh x$1\"");
        load("--ini", "exec://sh loop.sh");
        assertThat(errors())
                .singleElement()
                .asString()
                .contains("files include each other more than 50 deep; check what includes or repeats it");
    }

    @Test
    void filesThatIncludeEachOtherManyTimesAreRefused() throws IOException {
        for (int i = 0; i < 40; i++) {
            file("f" + i + ".ini", "[uwsgi]", "ini = f" + (i + 1) + ".ini", "ini = f" + (i + 1) + ".ini:uwsgi");
        }
        file("f40.ini", "[uwsgi]", "a = 1");
        load("f0.ini");
        assertThat(errors()).singleElement().asString().contains("the configuration has more than 2000 files");
    }

    @Test
    void loopsOfManyRoundsAreRefused() throws IOException {
        file("site.ini", "[uwsgi]", "for-times = 2000000000", "a = 1", "endfor =");
        load("site.ini");
        assertThat(errors())
                .containsExactly(
                        "site.ini:2: for-times: more than 100000 rounds;" + " check what includes or repeats it");
        file("more.ini", "[uwsgi]", "for-times = 50000", "a = 1", "b = 2", "c = 3", "endfor =");
        load("more.ini");
        assertThat(errors())
                .containsExactly("more.ini:5: c: the configuration has more than 100000 settings;"
                        + " check what includes or repeats it");
    }

    @Test
    void valuesThatReferToThemselvesStayAsTheyAre() throws IOException {
        file("site.ini", "[uwsgi]", "a = x%(b)", "b = y%(a)", "c = %(c)", "d = $(LOOP)");
        Settings settings = load("site.ini");
        assertThat(settings.inOrder()).extracting("value").containsExactly("x%(b)", "y%(a)", "%(c)", "$(LOOP)");
        assertThat(problems.warnings())
                .extracting(Problem::toString)
                .filteredOn(warning -> warning.contains("refers to itself"))
                .hasSize(4)
                .contains("site.ini:2: a: refers to itself, so 'x%(b)' stays as it is; name another %()");
    }

    @Test
    void valuesThatDoubleAreRefused() throws IOException {
        String[] lines = IntStream.range(0, 60)
                .mapToObj(i -> i == 0 ? "a0 = xxxxxxxxxxxxxxxx" : "a" + i + " = %(a" + (i - 1) + ")%(a" + (i - 1) + ")")
                .toArray(String[]::new);
        file("site.ini", "[uwsgi]", String.join("\n", lines));
        load("site.ini");
        assertThat(errors()).singleElement().asString().contains("the value is longer than 1048576 characters");
    }

    @Test
    void filesWithoutEndAreRefused() {
        load("--ini", "/dev/zero");
        assertThat(errors())
                .containsExactly("command line: ini: cannot read /dev/zero: it is longer than 16777216 octets");
        load("--env", "A=@(/dev/zero)");
        assertThat(errors()).singleElement().asString().contains("it is longer than 16777216 octets");
    }

    @Test
    void deepNestsAreRead() throws IOException {
        Files.writeString(directory.resolve("deep.yaml"), "uwsgi: {a: " + "[".repeat(5_000));
        Files.writeString(directory.resolve("deep.json"), "{\"uwsgi\": {\"a\": " + "[".repeat(100_000));
        Files.writeString(directory.resolve("deep.xml"), "<uwsgi>" + "<a>".repeat(10_000));
        load("deep.yaml", "deep.json", "deep.xml");
        assertThat(errors()).hasSize(3).allMatch(error -> error.contains("is not written as"));
        file("deep.ini", "[uwsgi]", "a = " + "%(".repeat(50_000), "b = " + "%(" + "(".repeat(50_000));
        load("deep.ini");
        assertThat(errors()).isEmpty();
    }

    @Test
    void aYamlOfAliasesComesToNoMoreThanIsWritten() throws IOException {
        StringBuilder text = new StringBuilder("a: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 30; i++) {
            text.append("b" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ",").repeat(10) + "]\n");
        }
        Files.writeString(directory.resolve("bomb.yaml"), text + "uwsgi:\n  a: *a29\n  b: 1\n");
        assertThat(load("bomb.yaml").inOrder()).hasSize(2);
    }

    @Test
    void anXmlOfEntitiesIsRefused() throws IOException {
        file(
                "bomb.xml",
                "<!DOCTYPE uwsgi [<!ENTITY a \"x\"><!ENTITY f SYSTEM \"file:///etc/passwd\">]>",
                "<uwsgi><a>&a;&f;</a></uwsgi>");
        Settings settings = load("bomb.xml");
        assertThat(settings.inOrder()).noneMatch(setting -> setting.value().contains("root"));
        assertThat(errors()).isNotEmpty();
    }

    @Test
    void manyUnknownNamesAreAllTold() throws IOException {
        file(
                "site.ini",
                "[uwsgi]",
                IntStream.range(0, 5_000).mapToObj(i -> "unknown-" + i + " = 1").collect(Collectors.joining("\n")));
        load("site.ini");
        assertThat(problems.warnings()).hasSize(5_000);
    }

    @Test
    void aLongNumberIsRead() throws IOException {
        file("site.ini", "[uwsgi]", "processes = " + "9".repeat(100_000), "a = %(processes + 1)");
        assertThat(load("site.ini").inOrder()).hasSize(2);
    }

    @Test
    void namesThatNoFileCanHaveAreRefused() throws IOException {
        Files.writeString(
                directory.resolve("site.json"),
                "{\"uwsgi\": {\"ini\": \"\\uD800\", \"if-exists\": \"\\uD800\", \"for-glob\": \"\\uD800*\", \"a\": \"\\u0000\"}}");
        load("site.json");
        assertThat(errors())
                .hasSize(2)
                .contains("site.json:1: holds a NUL, which no option can; take it out")
                .anyMatch(error ->
                        error.endsWith("no file can have that name" + "; relative names count from " + directory));
    }

    // ---- work

    @ParameterizedTest
    @ValueSource(
            strings = {
                "key-N = value",
                "chdir = $(NAME)/%(base)/N",
                "if-opt = base=1\nchdir = /N\nendif =",
                "env = %(base + N)"
            })
    void workGrowsWithTheLengthOfTheFile(String line) throws IOException {
        long half = work(line, 2_000);
        long whole = work(line, 4_000);
        assertThat(whole).isBetween(half, half * 5 / 2);
        assertThat(half).isLessThan(2_000 * 400L);
    }

    private long work(String line, int times) throws IOException {
        String text = IntStream.range(0, times)
                .mapToObj(i -> line.replace("N", Integer.toString(i)))
                .collect(Collectors.joining("\n"));
        Files.write(directory.resolve("work.ini"), ("[uwsgi]\nbase = 1\n" + text).getBytes(StandardCharsets.UTF_8));
        Bounds counted = new Bounds();
        var _ = Loader.load(
                List.of("work.ini"),
                new Surroundings(directory, Map.of("AME", "shop"), directory, 4096),
                new Problems(),
                counted);
        return counted.work();
    }
}
