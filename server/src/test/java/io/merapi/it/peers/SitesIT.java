// SPDX-License-Identifier: Apache-2.0
package io.merapi.it.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.it.FrameworkSite;
import io.merapi.it.MerapiServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each deployment as a whole: the web server's file and Merapi's, with a Flask or a Django site. */
@ParameterizedClass
@EnumSource
@SuppressWarnings("NullAway.Init")
final class SitesIT {
    @TempDir
    static Path directory;

    private static Places places;
    private static MerapiServer merapi;
    private static WebServer server;
    private static FrameworkSite site;

    @Parameter
    Whole whole;

    /** Which files belong together, and what runs there. */
    enum Whole {
        FLASK(Deployment.NGINX_UWSGI, "flask/site.ini", Framework.FLASK),
        DJANGO(Deployment.NGINX_DJANGO, "django/site.ini", Framework.DJANGO_PROJECT),
        FASTCGI(Deployment.NGINX_FASTCGI, "fastcgi/site.ini", Framework.DJANGO),
        FASTCGI_KEPT(Deployment.NGINX_FASTCGI_KEPT, "fastcgi/site.ini", Framework.FLASK),
        SCGI(Deployment.NGINX_SCGI, "scgi/site.ini", Framework.DJANGO),
        PROXY(Deployment.NGINX_HTTP, "proxy/site.ini", Framework.FLASK),
        APACHE_UWSGI(Deployment.APACHE_UWSGI, "flask/site.ini", Framework.DJANGO),
        APACHE_FASTCGI(Deployment.APACHE_FASTCGI, "fastcgi/site.ini", Framework.FLASK),
        APACHE_SCGI(Deployment.APACHE_SCGI, "scgi/site.ini", Framework.FLASK),
        APACHE_HTTP(Deployment.APACHE_HTTP, "proxy/site.ini", Framework.DJANGO);

        private final Deployment deployment;
        private final String ini;
        private final Framework framework;

        Whole(Deployment deployment, String ini, Framework framework) {
            this.deployment = deployment;
            this.ini = ini;
            this.framework = framework;
        }
    }

    /** A site of the tests, and the file below {@code /srv/site} that it becomes. */
    private enum Framework {
        FLASK("flask_site.py", "app.py"),
        DJANGO("django_site.py", "app.py"),
        DJANGO_PROJECT("django_site.py", "mysite/wsgi.py");

        private final String source;
        private final String file;

        Framework(String source, String file) {
            this.source = source;
            this.file = file;
        }
    }

    @BeforeParameterizedClassInvocation
    static void start(Whole whole) throws Exception {
        Places.open(directory);
        places = Places.in(Files.createDirectory(directory.resolve(whole.name())));
        Files.createDirectory(places.site().resolve("mysite"));
        Files.createSymbolicLink(places.site().resolve("venv"), Path.of(MerapiServer.FRAMEWORKS));
        String source = Files.readString(MerapiServer.APPS.resolve(whole.framework.source));
        Files.writeString(places.site().resolve(whole.framework.file), source + "\napplication = app\n");
        Path sent = Files.writeString(places.directory().resolve("sent.txt"), FrameworkSite.CONTENT);
        // the tests' user is not of the web server's group
        String ini = places.mapped(Deployment.text(whole.ini)).replace("= 660", "= 666");
        Path file = Files.writeString(places.directory().resolve("site.ini"), ini);
        merapi = MerapiServer.Call.exactly(MerapiServer.MERAPI.toString(), file.toString())
                .with("SENT_FILE", sent.toString())
                .start();
        server = WebServer.start(
                whole.deployment, places.directory().resolve("front"), places.mapped(whole.deployment.text()));
        site = new FrameworkSite(
                "http://127.0.0.1:" + server.port(), whole.framework != Framework.FLASK, merapi.output());
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        site.close();
        server.close();
        merapi.close();
        assertThat(merapi.log()).doesNotContain("warning");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.merapi.it.FrameworkSite#checks")
    void sitesWork(FrameworkSite.Check check) throws Exception {
        check.step().on(site);
    }

    @Test
    void filesAreTheWebServers() throws Exception {
        Files.writeString(places.site().resolve("static/style.css"), "body { color: red }");
        assertThat(site.get("/static/style.css").body()).isEqualTo("body { color: red }");
        if (whole == Whole.DJANGO) {
            Files.writeString(places.site().resolve("media/photo"), "a photo");
            assertThat(site.get("/media/photo").body()).isEqualTo("a photo");
        }
        assertThat(merapi.log()).doesNotContain("GET /static", "GET /media");
    }
}
