// SPDX-License-Identifier: Apache-2.0
package io.merapi.control;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Going to the background. A JVM cannot fork, so the command starts itself a second time, in a session of its own, and
 * waits for what becomes of that: the second one's standard output is a pipe, on which a line says that it is ready,
 * and which ends without one when it has failed. So who called the command has its true exit code.
 */
public final class Daemon {
    private static final String PROPERTY = "merapi.daemon";
    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");
    private static final Path EXECUTABLE = Path.of("/proc/self/exe");

    private Daemon() {}

    /**
     * How it goes there.
     *
     * @param log the file that takes what the process writes besides the log, and the log unless that has its own
     * @param showsStart whether the log of the start is shown to the caller even where nothing fails
     */
    public record Plan(Path log, boolean showsStart) {}

    /** What a failed start leaves with where its own exit code would tell of success. */
    private static final int FAILED = 1;

    /** Whether this process is the one in the background. */
    public static boolean isBackground() {
        return Boolean.getBoolean(PROPERTY);
    }

    // ---- in the foreground

    /**
     * Starts this process's own command in the background; returns its exit code, which is 0 as soon as it is ready.
     *
     * @param log where the log goes
     * @param input what it is to find on its standard input
     * @throws IOException when it cannot be started
     */
    public static int start(Plan plan, Path log, byte[] input) throws IOException, InterruptedException {
        long begin = Files.exists(log) ? Files.size(log) : 0;
        Process process = new ProcessBuilder(command())
                .redirectError(ProcessBuilder.Redirect.appendTo(plan.log().toFile()))
                .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input);
        }
        // who loses patience means the one that does not become ready, too
        Thread giveUp = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(giveUp);
        boolean ready = process.getInputStream().read() >= 0;
        Runtime.getRuntime().removeShutdownHook(giveUp);
        int status = ready ? 0 : process.waitFor();
        if (plan.showsStart() || !ready) {
            show(log, begin);
        }
        return ready || status != 0 ? status : FAILED;
    }

    private static List<String> command() throws IOException {
        String line =
                new String(Files.readAllBytes(COMMAND_LINE), Charset.forName(System.getProperty("sun.jnu.encoding")));
        List<String> command = new ArrayList<>(List.of(line.split("\0", -1)));
        command.removeLast();
        command.set(0, Files.readSymbolicLink(EXECUTABLE).toString());
        command.add(1, "-D" + PROPERTY + "=true");
        return command;
    }

    private static void show(Path log, long begin) throws IOException {
        try (FileChannel file = FileChannel.open(log, StandardOpenOption.READ)) {
            file.position(begin);
            Channels.newInputStream(file).transferTo(System.err);
        }
    }

    // ---- in the background

    /** Leaves the session of who called: its terminal's signals are no longer for this process. */
    @SuppressWarnings("restricted") // Java lacks setsid(2)
    public static void leaveSession() {
        Linker linker = Linker.nativeLinker();
        var setsid = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("setsid"), FunctionDescriptor.of(ValueLayout.JAVA_INT));
        try {
            // fails where a group is led already, and so no terminal's session is left to leave
            int _ = (int) setsid.invokeExact();
        } catch (Throwable e) {
            throw new AssertionError("a call of the system's throws nothing", e);
        }
    }

    /** Tells who waits that the server is ready. */
    public static void ready() {
        OutputStream out = System.out;
        try (out) {
            // closing it makes it /dev/null
            out.write('\n');
        } catch (IOException e) {
            // nobody waits any more
            assert e.getMessage() != null;
        }
    }
}
