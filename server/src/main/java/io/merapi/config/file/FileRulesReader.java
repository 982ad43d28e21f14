// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.file;

import io.merapi.config.option.ListenOptions;
import io.merapi.config.option.LogOptions;
import io.merapi.config.option.Option;
import io.merapi.config.option.Problems;
import io.merapi.config.option.ProcessOptions;
import io.merapi.config.option.Settings;
import io.merapi.transport.socket.FileRules;
import io.merapi.worker.process.Identity;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads permissions and owners of files. */
public final class FileRulesReader {
    private static final int OCTAL = 8;
    /** What chmod-socket means without a value, and with 1, as under uWSGI. */
    private static final int ANYBODY = 0b110_110_110;
    /** From the lowest bit on. */
    private static final PosixFilePermission[] BITS = {
        PosixFilePermission.OTHERS_EXECUTE, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_READ,
        PosixFilePermission.GROUP_EXECUTE, PosixFilePermission.GROUP_WRITE, PosixFilePermission.GROUP_READ,
        PosixFilePermission.OWNER_EXECUTE, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_READ,
    };

    private final Settings settings;
    private final Problems problems;
    private final UserPrincipalLookupService names = FileSystems.getDefault().getUserPrincipalLookupService();

    public FileRulesReader(Settings settings, Problems problems) {
        this.settings = settings;
        this.problems = problems;
    }

    /**
     * How the files of unix sockets are treated.
     *
     * @param usual whose they are where nothing else is asked for; null: the server's
     */
    public FileRules ofSockets(@Nullable Identity usual) {
        String written = settings.value(ListenOptions.CHOWN_SOCKET);
        String[] owner = (written.isEmpty() && usual != null ? spell(usual) : written).split(":", 2);
        return new FileRules(
                socketMode(),
                owner[0].isEmpty() ? null : user(owner[0]),
                owner.length < 2 || owner[1].isEmpty() ? null : group(owner[1]),
                settings.value(ProcessOptions.VACUUM));
    }

    private static String spell(Identity identity) {
        String user = identity.uid() == Identity.SAME ? "" : Integer.toUnsignedString(identity.uid());
        return user + ":" + Integer.toUnsignedString(identity.gid());
    }

    private @Nullable Set<PosixFilePermission> socketMode() {
        if (!settings.isGiven(ListenOptions.CHMOD_SOCKET)) {
            return null;
        }
        String written = settings.value(ListenOptions.CHMOD_SOCKET);
        boolean bare = Set.of("", "1", "true").contains(written);
        return permissions(bare ? ANYBODY : mode(ListenOptions.CHMOD_SOCKET, "660"));
    }

    /** Permissions of the log's file; null where they are not given. */
    public @Nullable Set<PosixFilePermission> logMode() {
        return settings.isGiven(LogOptions.LOGFILE_CHMOD) ? permissions(mode(LogOptions.LOGFILE_CHMOD, "640")) : null;
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (int bit = 0; bit < BITS.length; bit++) {
            if ((mode & 1 << bit) != 0) {
                permissions.add(BITS[bit]);
            }
        }
        return permissions;
    }

    /** The process's umask, or -1 where it stays as it is. */
    public int umask() {
        return settings.isGiven(ProcessOptions.UMASK) ? mode(ProcessOptions.UMASK, "022") : -1;
    }

    private int mode(Option<String> option, String example) {
        String written = settings.value(option);
        if (!written.matches("0?[0-7]{1,3}")) {
            String fix = "write three octal digits: " + settings.origin(option).spell(option.name(), example);
            problems.error(settings.problem(option, "'" + written + "' is no mode", fix));
            return 0;
        }
        return Integer.parseInt(written, OCTAL);
    }

    private @Nullable UserPrincipal user(String name) {
        try {
            return names.lookupPrincipalByName(name);
        } catch (IOException e) {
            reportUnknown("user", name);
            return null;
        }
    }

    private @Nullable GroupPrincipal group(String name) {
        try {
            return names.lookupPrincipalByGroupName(name);
        } catch (IOException e) {
            reportUnknown("group", name);
            return null;
        }
    }

    private void reportUnknown(String kind, String name) {
        problems.error(settings.problem(
                ListenOptions.CHOWN_SOCKET,
                "there is no " + kind + " " + name + " here",
                "write user, user:group or :group, by name or number"));
    }
}
