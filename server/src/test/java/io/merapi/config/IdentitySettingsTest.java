// SPDX-License-Identifier: Apache-2.0
package io.merapi.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.merapi.config.option.Problem;
import io.merapi.config.option.Problems;
import io.merapi.config.option.Settings;
import io.merapi.config.source.Loader;
import io.merapi.config.source.Surroundings;
import io.merapi.control.identity.Accounts;
import io.merapi.control.identity.Privileges;
import io.merapi.worker.process.Identity;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom the server is to become: each option's default, and another value. */
final class IdentitySettingsTest {
    private static final int ROOT = 0;
    private static final Path HERE = Path.of("/srv");

    private final Problems problems = new Problems();
    private int current = ROOT;

    /** A machine with the user web (33), who is in the groups web (33) and mail (8). */
    private final class Machine implements Accounts {
        @Override
        public Optional<User> user(String nameOrNumber) {
            return switch (nameOrNumber) {
                case "root", "0" -> Optional.of(new User("root", ROOT, ROOT));
                case "web", "33" -> Optional.of(new User("web", 33, 33));
                case "1234" -> Optional.of(new User("", 1234, Identity.SAME));
                default -> Optional.empty();
            };
        }

        @Override
        public OptionalInt group(String nameOrNumber) {
            return switch (nameOrNumber) {
                case "web", "33" -> OptionalInt.of(33);
                case "mail" -> OptionalInt.of(8);
                case "5678" -> OptionalInt.of(5678);
                default -> OptionalInt.empty();
            };
        }

        @Override
        public List<Integer> groups(User user, int gid) {
            return List.of(gid, 8);
        }

        @Override
        public int currentUser() {
            return current;
        }

        @Override
        public int currentGroup() {
            return current;
        }
    }

    private Privileges.Plan plan(String... arguments) {
        Settings settings = Loader.load(List.of(arguments), new Surroundings(HERE, Map.of(), HERE, 1), problems);
        return new IdentitySettings(settings, problems, new Machine()).plan();
    }

    private static Privileges.Plan onceListening(int uid, int gid, Integer... groups) {
        return new Privileges.Plan(null, new Identity(uid, gid, List.of(groups)), null, false);
    }

    private List<String> errors() {
        return problems.errors().stream().map(Problem::toString).toList();
    }

    @Test
    void byDefaultNobodyBecomesAnybody() {
        assertThat(plan()).isEqualTo(new Privileges.Plan(null, null, null, false));
    }

    @ParameterizedTest
    @CsvSource({"web", "33"})
    void aUserBringsHisGroups(String uid) {
        assertThat(plan("--uid", uid)).isEqualTo(onceListening(33, 33, 33, 8));
    }

    @Test
    void anotherGroupTakesThePlaceOfHisFirst() {
        assertThat(plan("--uid=web", "--gid=mail")).isEqualTo(onceListening(33, 8, 8, 8));
    }

    @Test
    void addedGroupsTakeThePlaceOfThoseHeIsIn() {
        assertThat(plan("--uid=web", "--add-gid=5678", "--add-gid=mail")).isEqualTo(onceListening(33, 33, 5678, 8));
    }

    @Test
    void heMayBeInOneGroupAlone() {
        assertThat(plan("--uid=web", "--no-initgroups")).isEqualTo(onceListening(33, 33));
    }

    @Test
    void aGroupAloneLeavesTheUser() {
        assertThat(plan("--gid=web")).isEqualTo(onceListening(Identity.SAME, 33));
    }

    @Test
    void aNumberThatIsNobodysNeedsAGroup() {
        assertThat(plan("--uid=1234", "--gid=5678", "--no-initgroups")).isEqualTo(onceListening(1234, 5678));
        assertThat(plan("--uid=1234").onceListening()).isNull();
        assertThat(errors())
                .containsExactly("command line: uid: nobody here is number 1234, so it has no group; add gid");
    }

    @Test
    void theWorkersAloneBecomeHimWhereTheServerStaysRoot() {
        assertThat(plan("--uid=web", "--no-initgroups", "--master-as-root"))
                .isEqualTo(new Privileges.Plan(null, null, new Identity(33, 33, List.of()), false));
    }

    @Test
    void atOnceMeansBeforeAnythingIsOpened() {
        assertThat(plan("--immediate-uid=web", "--immediate-gid=mail", "--logfile-chown"))
                .isEqualTo(new Privileges.Plan(new Identity(33, 8, List.of()), null, null, true));
    }

    @Test
    void whoIsNotHereIsTold() {
        assertThat(plan("--uid=wbe", "--gid=wbe", "--add-gid=wbe", "--immediate-gid=wbe"))
                .isEqualTo(new Privileges.Plan(null, null, null, false));
        assertThat(errors())
                .containsExactlyInAnyOrder(
                        "command line: uid: there is no user wbe here; name one, or write a number",
                        "command line: immediate-gid: there is no group wbe here; name one, or write a number");
    }

    @Test
    void addedGroupsThatAreNotHereAreTold() {
        assertThat(plan("--uid=web", "--add-gid=wbe").onceListening()).isNotNull();
        assertThat(errors())
                .containsExactly("command line: add-gid: there is no group wbe here; name one, or write a number");
    }

    @Test
    void whoIsNotRootCanBeNobodyElse() {
        current = 1000;
        assertThat(plan("--uid=web").onceListening()).isNull();
        assertThat(errors())
                .containsExactly("command line: uid: only root can become uid 33, gid 33, and this is uid 1000;"
                        + " start it as root, or remove uid");
    }

    @Test
    void whoIsHimAlreadyNeedsNotChange() {
        current = 33;
        assertThat(plan("--uid=web", "--gid=web", "--master-as-root", "--immediate-uid=web"))
                .isEqualTo(new Privileges.Plan(null, null, null, false));
        assertThat(errors()).isEmpty();
    }
}
