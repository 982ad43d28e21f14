// SPDX-License-Identifier: Apache-2.0
package io.merapi.control;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Another Merapi on this machine.
 *
 * @param pid its process id
 */
public record ServerProcess(long pid) {

    /** A signal, with its number. */
    public enum Signal {
        HUP(1),
        INT(2);

        private final int number;

        Signal(int number) {
            this.number = number;
        }
    }

    /**
     * The process that a pidfile names.
     *
     * @throws IOException with a sentence when there is none, or it is something else by now
     */
    public static ServerProcess of(Path pidfile) throws IOException {
        long pid;
        try {
            pid = Long.parseLong(
                    Files.readString(pidfile, StandardCharsets.ISO_8859_1).strip());
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + pidfile, e);
        } catch (NumberFormatException e) {
            throw new IOException(pidfile + " holds no process id", e);
        }
        ServerProcess process = new ServerProcess(pid);
        if (pid <= 0 || ProcessHandle.of(pid).isEmpty()) {
            throw new IOException("process " + pid + " is not running: " + pidfile + " is stale");
        }
        if (!process.isMerapi()) {
            throw new IOException("process " + pid + " is not Merapi: " + pidfile + " is stale");
        }
        return process;
    }

    /** Whether it looks like one; nobody keeps a process id from being given to another program. */
    private boolean isMerapi() {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1)
                    .toLowerCase(Locale.ROOT)
                    .contains("merapi");
        } catch (IOException e) {
            // it has just ended, or the system does not tell: the signal will
            return true;
        }
    }

    /**
     * Sends it a signal.
     *
     * @throws IOException when that is not permitted, or it has just ended
     */
    @SuppressWarnings("restricted") // Java sends no signals but SIGTERM and SIGKILL
    public void signal(Signal signal) throws IOException {
        Linker linker = Linker.nativeLinker();
        var kill = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("kill"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        int result;
        try {
            result = (int) kill.invokeExact((int) pid, signal.number);
        } catch (Throwable e) {
            throw new AssertionError("a call of the system's throws nothing", e);
        }
        if (result != 0) {
            throw new IOException("process " + pid + " takes no signals from this user");
        }
    }
}
