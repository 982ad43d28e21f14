// SPDX-License-Identifier: Apache-2.0
package io.merapi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What sites do with Flask, Django and Bottle; each also between wsgiref's validators, which PEP 3333 comes with. */
@ParameterizedClass
@ValueSource(
        strings = {
            "flask_site:app",
            "flask_site:checked",
            "django_site:app",
            "django_site:checked",
            "bottle_site:app",
            "bottle_site:checked"
        })
@SuppressWarnings("NullAway.Init")
final class FrameworksIT {
    @TempDir
    static Path directory;

    private static MerapiServer server;
    private static FrameworkSite site;

    @Parameter
    String application;

    @BeforeParameterizedClassInvocation
    static void start(String application) throws Exception {
        Path file = Files.writeString(directory.resolve("sent.txt"), FrameworkSite.CONTENT);
        server = MerapiServer.start(
                "--module",
                application,
                "--pythonpath",
                MerapiServer.APPS.toString(),
                "--threads",
                "2",
                "--home",
                MerapiServer.FRAMEWORKS,
                "--env",
                "SENT_FILE=" + file,
                "--need-app");
        site = new FrameworkSite(
                "http://127.0.0.1:" + server.port(), application.startsWith("django"), server.output());
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        site.close();
        server.close();
        assertThat(server.log()).doesNotContain("AssertionError");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.merapi.it.FrameworkSite#checks")
    void sitesWork(FrameworkSite.Check check) throws Exception {
        check.step().on(site);
    }
}
