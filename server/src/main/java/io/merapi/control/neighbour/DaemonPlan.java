// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.neighbour;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A command that is to run as long as the server does.
 *
 * @param command for the shell
 * @param pidfile how it is found where it goes to the background and outlives the server; null where it does not
 * @param control the server stops when it ends
 * @param touched files of which each restarts it when touched
 * @param longestPause before it is started again
 */
public record DaemonPlan(
        String command,
        Start start,
        @Nullable Pidfile pidfile,
        Signals signals,
        boolean control,
        List<Path> touched,
        Duration longestPause) {
    /** The longest pause where none is given, as under uWSGI. */
    public static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private static final int SIGTERM = 15;

    /** The one that {@code attach-daemon} asks for. */
    public static DaemonPlan of(String command) {
        return new DaemonPlan(command, Start.PLAIN, null, Signals.USUAL, false, List.of(), LONGEST_PAUSE);
    }

    public DaemonPlan foundBy(Pidfile file) {
        return new DaemonPlan(command, start, file, signals, control, touched, longestPause);
    }

    public DaemonPlan startedAs(Start other) {
        return new DaemonPlan(command, other, pidfile, signals, control, touched, longestPause);
    }

    public DaemonPlan controlling() {
        return new DaemonPlan(command, start, pidfile, signals, true, touched, longestPause);
    }

    /**
     * How it is started; what is empty is as the server has it.
     *
     * @param user name or number
     * @param group name or number
     * @param readsInput it has the server's standard input, else nothing to read
     */
    public record Start(String directory, String user, String group, boolean readsInput) {
        public static final Start PLAIN = new Start("", "", "", false);
    }

    /**
     * The file that tells its process id.
     *
     * @param checks how many seconds it may take to write it
     * @param written it is put in the background, and the file written for it; else it does both itself
     * @param notified it gets the signals of a stop and of a reload, though it outlives both
     */
    public record Pidfile(Path path, int checks, boolean written, boolean notified) {}

    /**
     * What it is sent.
     *
     * @param reload 0: the same as for the stop
     */
    public record Signals(int stop, int reload) {
        public static final Signals USUAL = new Signals(SIGTERM, 0);

        int of(boolean isReload) {
            return isReload && reload > 0 ? reload : stop;
        }
    }
}
