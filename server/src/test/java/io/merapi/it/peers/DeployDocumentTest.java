// SPDX-License-Identifier: Apache-2.0
package io.merapi.it.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.it.MerapiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/deploy.md} shows the files of {@code examples/deploy} as they are, and all of them. */
final class DeployDocumentTest {
    /** A link that stands alone, and what is shown below it. */
    private static final Pattern SHOWN = Pattern.compile(
            "^\\[deploy/(\\S+)]\\(\\.\\./examples/deploy/\\1\\):\\n\\n```\\w*\\n(.*?)^```$",
            Pattern.MULTILINE | Pattern.DOTALL);

    private static final String LICENCE = "# SPDX-License-Identifier: Apache-2.0\n";

    @Test
    void itShowsEachFileAsItIs() throws IOException {
        Map<String, String> shown = new TreeMap<>();
        Matcher matcher = SHOWN.matcher(Files.readString(MerapiServer.HOME.resolve("docs/deploy.md")));
        while (matcher.find()) {
            shown.put(matcher.group(1), matcher.group(2));
        }
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(Deployment.directory())) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file);
                assertThat(text).startsWith(LICENCE);
                files.put(Deployment.directory().relativize(file).toString(), text.substring(LICENCE.length()));
            }
        }
        assertThat(shown).isEqualTo(files);
    }
}
