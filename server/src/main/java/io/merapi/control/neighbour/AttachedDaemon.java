// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.neighbour;

import io.merapi.control.neighbour.DaemonState.Input;
import io.merapi.worker.lifecycle.ExitStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One daemon: what {@link DaemonState} decides is carried out here. Owned by the thread of {@link Neighbours}. */
final class AttachedDaemon {
    private static final int SIGHUP = 1;
    private static final int SIGKILL = 9;

    private final DaemonPlan plan;
    private final String label;
    private final Means means;
    private final Consumer<String> controlLost;
    private final RestartPause pause;
    private final List<TouchedFile> touched;

    private DaemonState state = DaemonState.PAUSING;
    private int id = Commands.NONE;
    private long pid;
    private boolean isChild;
    /** Until when the pause, or the mercy, lasts. */
    private long untilNanos;

    private long startedNanos;
    private int stopSignal;

    /**
     * A daemon that is due at once.
     *
     * @param label what it is called in the log
     * @param controlLost called when one ends that the server is not to be without
     */
    AttachedDaemon(DaemonPlan plan, String label, Means means, Consumer<String> controlLost, long nowNanos) {
        this.plan = plan;
        this.label = label;
        this.means = means;
        this.controlLost = controlLost;
        this.pause = new RestartPause(plan.longestPause());
        this.touched = plan.touched().stream().map(TouchedFile::new).toList();
        this.untilNanos = nowNanos;
    }

    boolean isStopped() {
        return state == DaemonState.STOPPED;
    }

    /** Whether it runs that command and is to end. */
    boolean isEnding(String command) {
        return state == DaemonState.STOPPING && plan.command().equals(command);
    }

    @Override
    public String toString() {
        return "daemon " + label + (pid == 0 ? "" : " (pid: " + pid + ")");
    }

    // ---- what happens

    /** Time has passed. */
    void look(long nowNanos) {
        if (plan.pidfile() != null && state != DaemonState.STOPPED) {
            lookForProcess(plan.pidfile(), nowNanos);
        }
        if (nowNanos - untilNanos >= 0) {
            on(state == DaemonState.PAUSING ? Input.DUE : Input.OVERDUE, nowNanos);
        }
        for (TouchedFile file : touched) {
            if (file.isTouched() && pid > 0) {
                means.log()
                        .info(this + " is told to end and will be started again: " + file.path() + " has been touched");
                signal(plan.signals().stop());
            }
        }
    }

    private void lookForProcess(DaemonPlan.Pidfile pidfile, long nowNanos) {
        long found = living(pidfile);
        Duration patience = Duration.ofSeconds(pidfile.checks());
        if (found > 0) {
            if (found != pid || state != DaemonState.BACKGROUND) {
                pid = found;
                means.log().info(this + " is there, as " + pidfile.path() + " tells");
            }
            on(Input.FOUND, nowNanos);
        } else if (state == DaemonState.BACKGROUND) {
            on(Input.LOST, nowNanos);
        } else if (state == DaemonState.DETACHING && nowNanos - startedNanos >= patience.toNanos()) {
            if (isChild) {
                startedNanos = nowNanos;
                means.log().warning(this + " has not gone to the background within " + patience.toSeconds() + " s");
            } else {
                on(Input.LOST, nowNanos);
            }
        }
    }

    /** The process that the file names, if it lives; else 0. */
    private static long living(DaemonPlan.Pidfile pidfile) {
        try {
            long pid = Long.parseLong(Files.readString(pidfile.path(), StandardCharsets.ISO_8859_1)
                    .strip());
            return pid > 0 && ProcessHandle.of(pid).isPresent() ? pid : 0;
        } catch (IOException | NumberFormatException e) {
            // not yet there, or not yet written
            return 0;
        }
    }

    void started(KeeperEvent.Started started) {
        if (started.id() == id && started.pid() > 0) {
            pid = started.pid();
            means.log().info(this + " started: " + plan.command());
        }
    }

    void exited(KeeperEvent.Exited exited, long nowNanos) {
        if (exited.id() == id) {
            isChild = false;
            id = Commands.NONE;
            if (plan.pidfile() == null) {
                ended(new ExitStatus(exited.status()).toString(), nowNanos);
            }
        }
    }

    /** The keeper is gone: so are those that are not in the background. */
    void keeperEnded(long nowNanos) {
        isChild = false;
        id = Commands.NONE;
        ended("with the keeper", nowNanos);
    }

    private void ended(String how, long nowNanos) {
        if (state == DaemonState.RUNNING) {
            means.log().warning(this + " has ended: " + how);
        }
        on(Input.EXITED, nowNanos);
    }

    /**
     * It is to end; in the background it goes on.
     *
     * @param isReload another follows
     * @param mercyNanos until when it may take its time
     */
    void stop(boolean isReload, long mercyNanos) {
        DaemonPlan.Pidfile pidfile = plan.pidfile();
        untilNanos = mercyNanos;
        if (pidfile != null && pidfile.notified() && pid > 0) {
            int ofReload = plan.signals().reload() > 0 ? plan.signals().reload() : SIGHUP;
            signal(isReload ? ofReload : plan.signals().stop());
        }
        stopSignal = plan.signals().of(isReload);
        on(Input.STOP, mercyNanos);
    }

    // ---- what is done

    private void on(Input input, long nowNanos) {
        DaemonState.Step step = state.on(input, plan.pidfile() != null);
        state = step.next();
        switch (step.action()) {
            case NOTHING, ADOPT, FORGET -> {
                // the state is all that changes
            }
            case SIGNAL -> signal(stopSignal);
            case START -> start(nowNanos);
            case PAUSE -> pause(nowNanos);
            case KILL -> {
                means.log().warning(this + " has not ended in time and is killed");
                untilNanos = nowNanos + TimeUnit.SECONDS.toNanos(1);
                signal(SIGKILL);
            }
        }
    }

    private void start(long nowNanos) {
        DaemonPlan.Pidfile pidfile = plan.pidfile();
        How how = pidfile == null ? How.daemon(plan.start()) : How.background(plan.start(), pidfile);
        id = means.commands().run(label, plan.command(), how);
        isChild = true;
        startedNanos = nowNanos;
    }

    private void pause(long nowNanos) {
        if (plan.control()) {
            state = DaemonState.STOPPED;
            controlLost.accept(this + " has ended");
            return;
        }
        pid = 0;
        Duration wait = pause.after(Duration.ofNanos(nowNanos - startedNanos));
        untilNanos = nowNanos + wait.toNanos();
        means.log().info(this + " is started again" + (wait.isZero() ? "" : " in " + wait.toSeconds() + " s"));
    }

    private void signal(int number) {
        boolean isKept = plan.pidfile() == null;
        means.commands().signal(isKept ? id : Commands.NONE, isKept ? 0 : pid, number);
    }
}
