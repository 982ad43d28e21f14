// SPDX-License-Identifier: Apache-2.0
package io.merapi.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.config.option.Origin;
import io.merapi.config.option.Problem;
import io.merapi.config.option.Problems;
import io.merapi.config.option.Setting;
import io.merapi.config.option.Settings;
import io.merapi.worker.PoolConfig.Mount;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ApplicationsReaderTest {
    private static final String NOTHING =
            " mounts nothing, for it is no path with an application; write --mount /path=module:callable";

    private final Problems problems = new Problems();

    private ApplicationsReader reader(String... settings) {
        List<Setting> given = Stream.of(settings)
                .map(setting -> setting.split("=", 2))
                .map(pair -> new Setting(pair[0], pair[1], Origin.COMMAND_LINE))
                .toList();
        return new ApplicationsReader(Settings.of(given, Set.of(), problems), problems);
    }

    private List<Mount> mounts(String... settings) {
        return reader(settings).mounts().mounts();
    }

    private static List<String> texts(List<Problem> problems) {
        return problems.stream().map(Problem::toString).toList();
    }

    @Test
    void aMountPointHasNoSlashAtItsEnd() {
        assertThat(mounts("mount=/=a:b", "mount=/c/=c.py", "mount= /d/e = f "))
                .containsExactly(new Mount("", "a:b"), new Mount("/c", "c.py"), new Mount("/d/e", "f"));
        assertThat(mounts()).isEmpty();
    }

    @Test
    void theFirstOfTwoAtOnePlaceCounts() {
        assertThat(mounts("module=a", "mount=/=b", "mount=/c=c", "mount=/c/=d")).containsExactly(new Mount("/c", "c"));
        String rest = " already, this one is not loaded; mount it at another path";
        assertThat(texts(problems.warnings()))
                .containsExactly(
                        "command line: mount: there is an application at /" + rest,
                        "command line: mount: there is an application at /c" + rest);
    }

    @Test
    void whatNoHttpRequestGetsToIsPointedOut() {
        assertThat(mounts("http=:80", "mount=/a=a", "mount=/b=b")).hasSize(2);
        assertThat(texts(problems.warnings()))
                .containsExactly("command line: mount: no HTTP request gets to b by its path /b;"
                        + " add --manage-script-name true");
    }

    @Test
    void aWebServerMayNameIt() {
        assertThat(mounts("socket=:80", "mount=/a=a", "mount=/b=b")).hasSize(2);
        assertThat(mounts("http=:80", "mount=/a=a", "mount=/b=b", "manage-script-name=true"))
                .hasSize(2);
        assertThat(mounts("http=:80", "mount=/a=a")).hasSize(1);
        assertThat(problems.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/a, nothing",
        "a=b, nothing",
        "/a=, nothing",
        "a.example|/a=b, applications for single hosts cannot be had; run a server for each host",
        "/a=config/site.ini, paste configurations are not read; mount a file that calls paste.deploy.loadapp"
    })
    void whatCannotBeMountedIsRefused(String value, String told) {
        assertThat(mounts("mount=" + value)).hasSize(1);
        String what = told.equals("nothing") ? "'" + value + "'" + NOTHING : told;
        assertThat(texts(problems.errors())).containsExactly("command line: mount: " + what);
    }

    @Test
    void anAliasIsANameWithAModule() {
        assertThat(reader("pymodule-alias=a=").imports().aliases()).containsExactly("a=");
        assertThat(texts(problems.errors()))
                .containsExactly("command line: pymodule-alias: 'a=' is no name with a module;"
                        + " write --pymodule-alias name=module");
    }
}
