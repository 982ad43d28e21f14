// SPDX-License-Identifier: Apache-2.0
package io.merapi;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Holds the source to the package map of ARCHITECTURE.md. */
final class ArchitectureTest {

    /** The package map from top to bottom; a package may import those after it. */
    private static final List<String> LAYERS = List.of(
            "cli",
            "config",
            "control",
            "worker",
            "service",
            "proxy",
            "staticfile",
            "routing",
            "transport",
            "observe",
            "exchange",
            "protocol");

    private static final int MOST_FILES_IN_A_PACKAGE = 27;
    private static final Path SOURCES =
            Path.of(System.getProperty("merapi.home", ".."), "server/src/main/java/io/merapi");

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.merapi");
    private static final JavaClasses ALL = new ClassFileImporter().importPackages("io.merapi");

    @Test
    @DisplayName("each package imports only packages below it in the map")
    void importsGoDownward() {
        for (int i = 0; i < LAYERS.size(); i++) {
            String[] above =
                    LAYERS.subList(0, i).stream().map(ArchitectureTest::tree).toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(tree(LAYERS.get(i)))
                    .should()
                    .dependOnClassesThat(resideInAnyPackage(above).or(resideInAnyPackage("io.merapi")))
                    .allowEmptyShould(true)
                    .check(MAIN);
        }
    }

    @Test
    @DisplayName("each package is on the map")
    void packagesAreOnTheMap() {
        String[] known = Stream.concat(Stream.of("io.merapi"), LAYERS.stream().map(ArchitectureTest::tree))
                .toArray(String[]::new);
        classes().should().resideInAnyPackage(known).check(MAIN);
    }

    @Test
    @DisplayName("packages, sub-packages included, form no cycle")
    void noCycles() {
        slices().matching("io.merapi.(**)").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    @DisplayName("the wall clock, which may be set at any time, is for people: it tells times, and measures none")
    void nothingIsMeasuredByTheWallClock() {
        noClasses()
                .that()
                .resideOutsideOfPackages(tree("observe"), tree("config.source"))
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(Clock.class, "instant")
                .orShould()
                .callMethod(Clock.class, "millis")
                .check(MAIN);
    }

    @Test
    @DisplayName("codecs are sans-IO: no channels, files, sockets, threads, clocks or logging")
    void codecsAreSansIo() {
        noClasses()
                .that()
                .resideInAPackage(tree("protocol"))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "io.netty.channel..",
                                "io.netty.bootstrap..",
                                "io.netty.util.concurrent..",
                                "java.io",
                                "java.net..",
                                "java.nio.channels..",
                                "java.nio.file..",
                                "java.time..",
                                "java.util.concurrent..",
                                "java.util.logging..",
                                "java.util.random..")
                        .or(oneOf(Thread.class, System.Logger.class, java.util.Random.class))
                        .and(not(oneOf(java.io.Serializable.class))))
                .check(MAIN);
        noClasses()
                .that()
                .resideInAPackage(tree("protocol"))
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(MAIN);
    }

    @Test
    @DisplayName("only transport, worker and proxy see Netty channels")
    void channelsStayAtTheEdge() {
        noClasses()
                .that(not(resideInAnyPackage(tree("transport"), tree("worker"), tree("proxy"), "io.merapi")))
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.netty.channel..", "io.netty.bootstrap.."))
                .check(MAIN);
    }

    @Test
    @DisplayName("classes are final, sealed or abstract on purpose")
    void classesAreFinal() {
        classes()
                .that(new DescribedPredicate<JavaClass>("are plain classes") {
                    @Override
                    public boolean test(JavaClass type) {
                        return !type.isInterface()
                                && !type.isAnonymousClass()
                                && !type.isEnum()
                                && !type.getSimpleName().equals("package-info")
                                && !type.reflect().isSealed();
                    }
                })
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(MAIN);
    }

    @Test
    @DisplayName("no test is disabled")
    void noTestIsDisabled() {
        noClasses()
                .should()
                .dependOnClassesThat(annotationThatSkips())
                .check(ALL.that(not(oneOf(ArchitectureTest.class))));
    }

    private static DescribedPredicate<JavaClass> annotationThatSkips() {
        return resideInAnyPackage("org.junit.jupiter.api.condition..")
                .or(oneOf(Disabled.class, org.junit.jupiter.api.Assumptions.class))
                .as("annotations and assumptions that skip tests");
    }

    @Test
    @DisplayName("a package holds at most " + MOST_FILES_IN_A_PACKAGE + " files, one of them its description")
    void packagesAreSmallAndDescribed() throws IOException {
        Map<Path, Integer> files = new TreeMap<>();
        try (Stream<Path> tree = Files.walk(SOURCES)) {
            tree.filter(file -> file.toString().endsWith(".java"))
                    .forEach(file -> files.merge(file.getParent(), 1, Integer::sum));
        }
        files.remove(SOURCES);
        assertThat(files).isNotEmpty().allSatisfy((directory, count) -> {
            assertThat(count).as("files in %s", directory).isLessThanOrEqualTo(MOST_FILES_IN_A_PACKAGE);
            assertThat(directory.resolve("package-info.java")).exists();
        });
    }

    private static String tree(String layer) {
        return "io.merapi." + layer + "..";
    }

    private static DescribedPredicate<JavaClass> oneOf(Class<?>... types) {
        return JavaClass.Predicates.belongToAnyOf(types);
    }
}
