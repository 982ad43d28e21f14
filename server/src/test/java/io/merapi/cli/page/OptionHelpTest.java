// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class OptionHelpTest {

    private static String help(String... words) {
        Page page = OptionHelp.of(List.of(words));
        assertThat(page.status()).isZero();
        return page.text();
    }

    @Test
    void anOptionIsDescribedWithItsDefaultAndWhatIsOtherwiseUnderUwsgi() {
        assertThat(help("processes")).isEqualTo("""
                processes: number of worker processes

                  also            workers
                  command line    --processes N, -p N
                  in a file       processes = N
                  default         1
                  under uWSGI     without master a worker that dies is not replaced; here it always is
                  subject         Processes
                """);
    }

    @Test
    void itMayBeNamedByAliasAndAsOnTheCommandLine() {
        assertThat(help("workers"))
                .isEqualTo(help("--processes"))
                .isEqualTo(help("-p"))
                .isEqualTo(help("processes"));
    }

    @Test
    void oneWithoutEffectIsDescribedWithTheReason() {
        assertThat(help("thunder-lock"))
                .startsWith("thunder-lock: no effect: workers do not share a listening socket\n")
                .doesNotContain("default");
        assertThat(help("emperor")).startsWith("emperor: not available yet\n").endsWith("Emperor\n");
    }

    @Test
    void whatMayBeGivenSeveralTimesIsSaidToBe() {
        assertThat(help("pythonpath")).contains("  several         each setting counts\n");
        assertThat(help("harakiri")).doesNotContain("several");
    }

    @Test
    void anUnknownNameIsAnsweredWithTheNearest() {
        Page page = OptionHelp.of(List.of("proceses"));
        assertThat(page)
                .isEqualTo(new Page(
                        "", "merapi help: proceses: there is no such option; did you mean processes?\n", Page.USAGE));
        assertThat(OptionHelp.of(List.of("-%")).complaint()).contains("merapi options WORD");
    }

    @Test
    void withoutANameItIsHelpInGeneral() {
        assertThat(help()).isEqualTo(HelpPage.text());
    }
}
