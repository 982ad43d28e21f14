// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.check;

import io.merapi.config.ConfiguredListener;
import io.merapi.config.ServerConfig;
import io.merapi.config.option.Origin;
import io.merapi.config.option.Problem;
import io.merapi.config.option.ProcessOptions;
import io.merapi.config.option.Settings;
import io.merapi.control.identity.Privileges;
import io.merapi.transport.socket.Endpoint;
import io.merapi.transport.socket.FileRules;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;

/** Who could do more than is needed: the application as root, anybody at a unix socket. */
public final class Exposure {
    private static final int ROOT = 0;
    /** The umasks that leave others the permission to write. */
    private static final String LEAVES_WRITING = "[0-7]*[0145]";

    private Exposure() {}

    /**
     * What there is of it.
     *
     * @param user the user id of this process
     */
    public static List<Problem> of(ServerConfig config, Settings settings, int user) {
        List<Problem> found = new ArrayList<>();
        if (user == ROOT && staysRoot(config.control().privileges())) {
            found.add(new Problem(
                    Origin.DEFAULT,
                    "",
                    "the application runs as root",
                    "add uid = www-data, or start the server as another user"));
        }
        boolean unmasked = settings.value(ProcessOptions.UMASK).matches(LEAVES_WRITING);
        for (ConfiguredListener listener : config.listening().listeners()) {
            if (listener.spec().endpoint() instanceof Endpoint.UnixFile file && isForAll(file.rules(), unmasked)) {
                found.add(Problem.with(
                        listener.setting(),
                        "any user of this machine may send requests to " + file,
                        "write chmod-socket = 660, and chown-socket = :www-data for the group of the web server"));
            }
        }
        return List.copyOf(found);
    }

    private static boolean staysRoot(Privileges.Plan plan) {
        return plan.atOnce() == null && plan.onceListening() == null && plan.workers() == null;
    }

    private static boolean isForAll(FileRules rules, boolean unmasked) {
        return rules.mode() == null ? unmasked : rules.mode().contains(PosixFilePermission.OTHERS_WRITE);
    }
}
