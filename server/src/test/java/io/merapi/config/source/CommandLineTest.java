// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.config.option.Origin;
import io.merapi.config.option.Problems;
import io.merapi.config.option.Setting;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CommandLineTest {
    private final Problems problems = new Problems();

    private List<String> parse(String... arguments) {
        return CommandLine.parse(List.of(arguments), problems).settings().stream()
                .map(CommandLineTest::show)
                .toList();
    }

    private static String show(Setting setting) {
        assertThat(setting.origin()).isEqualTo(Origin.COMMAND_LINE);
        return setting.key() + "=" + setting.value();
    }

    @Test
    void longOptionsTakeTheirValueBehindABlankOrAnEqualsSign() {
        assertThat(parse("--http", ":8000", "--processes=4", "--env=A=B"))
                .containsExactly("http=:8000", "processes=4", "env=A=B");
    }

    @Test
    void flagsTakeNoValueUnlessBehindAnEqualsSign() {
        assertThat(parse("--master", "--lazy-apps=false", "--vacuum"))
                .containsExactly("master=", "lazy-apps=false", "vacuum=");
    }

    @Test
    void whatIsOnUnlessSwitchedOffTakesAValue() {
        assertThat(parse("--request-buffering", "off", "--request-buffering=on"))
                .containsExactly("request-buffering=off", "request-buffering=on");
    }

    @Test
    void optionalValuesComeBehindAnEqualsSignOnly() {
        assertThat(parse("--http-keepalive", "--http-keepalive=30"))
                .containsExactly("http-keepalive=", "http-keepalive=30");
    }

    @Test
    void lettersStandAloneOrInRowsWithTheirValueBehindOrAttached() {
        assertThat(parse("-p4", "-p", "5", "-ML", "-Mp6", "-w", "app:main", "-H/venv"))
                .containsExactly(
                        "processes=4",
                        "processes=5",
                        "master=",
                        "disable-logging=",
                        "master=",
                        "processes=6",
                        "module=app:main",
                        "home=/venv");
    }

    @Test
    void lettersOfOtherUwsgiOptionsTakeTheirValueToo() {
        assertThat(parse("-s", "/tmp/x.sock", "-t30", "-M"))
                .containsExactly("socket=/tmp/x.sock", "harakiri=30", "master=");
    }

    @Test
    void whatIsNoOptionIsAnOperand() {
        CommandLine.Parsed parsed =
                CommandLine.parse(List.of("site.ini", "--master", "more.ini", "--", "--master", "-"), problems);
        assertThat(parsed.operands()).containsExactly("site.ini", "more.ini", "--master", "-");
        assertThat(parsed.settings()).hasSize(1);
    }

    @Test
    void aValueMayLookLikeAnOption() {
        assertThat(parse("--pyargv", "--verbose")).containsExactly("pyargv=--verbose");
    }

    @Test
    void aMissingValueIsAnError() {
        assertThat(parse("--http")).isEmpty();
        assertThat(parse("-p")).isEmpty();
        assertThat(problems.errors())
                .extracting(Object::toString)
                .containsExactly(
                        "command line: http: needs a value; write --http <value>",
                        "command line: processes: needs a value; write --processes <value>");
    }

    @Test
    void anUnknownLetterIsAnError() {
        assertThat(parse("-%")).isEmpty();
        assertThat(problems.errors())
                .singleElement()
                .hasToString("command line: -%: there is no such option; merapi options lists them");
    }

    @Test
    void anUnknownNameKeepsItsProbableValueToItself() {
        assertThat(parse("--proceses", "4", "--frobnicate", "--master"))
                .containsExactly("proceses=4", "frobnicate=", "master=");
    }
}
