// SPDX-License-Identifier: Apache-2.0
package io.merapi.config;

import io.merapi.config.option.LogOptions;
import io.merapi.config.option.Option;
import io.merapi.config.option.Problem;
import io.merapi.config.option.Problems;
import io.merapi.config.option.ProcessOptions;
import io.merapi.config.option.Setting;
import io.merapi.config.option.Settings;
import io.merapi.control.identity.Accounts;
import io.merapi.control.identity.Accounts.User;
import io.merapi.control.identity.Privileges;
import io.merapi.worker.process.Identity;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Turns the options about whose process the server is into a plan. Who is not root can be nobody but himself, and needs
 * not change for that: so a server that has changed reads its configuration again without harm.
 */
final class IdentitySettings {
    private static final int ROOT = 0;

    private final Settings settings;
    private final Problems problems;
    private final Accounts accounts;

    IdentitySettings(Settings settings, Problems problems, Accounts accounts) {
        this.settings = settings;
        this.problems = problems;
        this.accounts = accounts;
    }

    Privileges.Plan plan() {
        Identity atOnce = identity(ProcessOptions.IMMEDIATE_UID, ProcessOptions.IMMEDIATE_GID);
        Identity later = identity(ProcessOptions.UID, ProcessOptions.GID);
        boolean workersAlone = settings.value(ProcessOptions.MASTER_AS_ROOT);
        return new Privileges.Plan(
                atOnce,
                workersAlone ? null : later,
                workersAlone ? later : null,
                settings.value(ProcessOptions.LOGFILE_CHOWN) || settings.isGiven(LogOptions.LOGTO2));
    }

    /** Null where nobody is to be become. */
    private @Nullable Identity identity(Option<String> uid, Option<String> gid) {
        boolean hasUser = settings.isGiven(uid);
        if (!hasUser && !settings.isGiven(gid)) {
            return null;
        }
        User user = hasUser ? user(uid) : new User("", Identity.SAME, Identity.SAME);
        OptionalInt group = user == null ? OptionalInt.empty() : group(gid, uid, user);
        if (user == null || group.isEmpty()) {
            return null;
        }
        Identity wanted = new Identity(user.uid(), group.getAsInt(), groups(uid, user, group.getAsInt()));
        return isToBecome(wanted, hasUser ? uid : gid, settings.isGiven(gid)) ? wanted : null;
    }

    private @Nullable User user(Option<String> uid) {
        User user = accounts.user(settings.value(uid)).orElse(null);
        if (user == null) {
            report(uid, "there is no user " + settings.value(uid) + " here", "name one, or write a number");
        }
        return user;
    }

    private OptionalInt group(Option<String> gid, Option<String> uid, User user) {
        if (settings.isGiven(gid)) {
            OptionalInt group = accounts.group(settings.value(gid));
            if (group.isEmpty()) {
                report(gid, "there is no group " + settings.value(gid) + " here", "name one, or write a number");
            }
            return group;
        }
        if (user.gid() == Identity.SAME) {
            report(uid, "nobody here is number " + settings.value(uid) + ", so it has no group", "add " + gid.name());
            return OptionalInt.empty();
        }
        return OptionalInt.of(user.gid());
    }

    /** As under uWSGI: those of {@code add-gid} take the place of those that the user is in. */
    private List<Integer> groups(Option<String> uid, User user, int gid) {
        if (uid.equals(ProcessOptions.IMMEDIATE_UID)) {
            return List.of();
        }
        if (settings.isGiven(ProcessOptions.ADD_GID)) {
            return addedGroups();
        }
        boolean alone = user.uid() == Identity.SAME || settings.value(ProcessOptions.NO_INITGROUPS);
        return alone ? List.of() : accounts.groups(user, gid);
    }

    private List<Integer> addedGroups() {
        List<Integer> groups = new ArrayList<>();
        for (Setting setting : settings.settings(ProcessOptions.ADD_GID)) {
            OptionalInt group = accounts.group(setting.value());
            if (group.isPresent()) {
                groups.add(group.getAsInt());
            } else {
                problems.error(Problem.with(
                        setting, "there is no group " + setting.value() + " here", "name one, or write a number"));
            }
        }
        return List.copyOf(groups);
    }

    private boolean isToBecome(Identity wanted, Option<String> option, boolean groupIsGiven) {
        int current = accounts.currentUser();
        if (current == ROOT) {
            return true;
        }
        boolean isUser = wanted.uid() == Identity.SAME || wanted.uid() == current;
        boolean isGroup = !groupIsGiven || wanted.gid() == accounts.currentGroup();
        if (!isUser || !isGroup) {
            report(
                    option,
                    "only root can become " + wanted + ", and this is uid " + Integer.toUnsignedString(current),
                    "start it as root, or remove " + option.name());
        }
        return false;
    }

    private void report(Option<String> option, String what, String fix) {
        problems.error(settings.problem(option, what, fix));
    }
}
