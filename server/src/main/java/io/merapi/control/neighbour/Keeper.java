// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.neighbour;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Consumer;

/**
 * The Python process that starts and watches commands, told by its standard input, heard by its standard output. When
 * the front dies, that input ends, and the keeper ends all that it keeps.
 */
final class Keeper implements Commands, AutoCloseable {
    private static final System.Logger LOG = System.getLogger("merapi.control");
    private static final String PROGRAM =
            "import sys; sys.path.insert(0, sys.argv[1]); from merapi_worker.keeper import main; main()";
    private static final int HOOKS = 0;
    private static final int LARGEST_BYTES = 1024 * 1024;

    private final Process process;
    private final OutputStream out;
    private final LabelledOutput output;
    private int ids;

    private Keeper(Process process, LabelledOutput output) {
        this.process = process;
        this.out = new BufferedOutputStream(process.getOutputStream());
        this.output = output;
    }

    /**
     * Starts one.
     *
     * @param place what its commands find at first
     * @param events hears what it tells, on a thread of its own
     * @throws IOException when the interpreter cannot be started
     */
    static Keeper start(KeeperPlan plan, Place place, LabelledOutput output, Consumer<KeeperEvent> events)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                plan.interpreter(),
                "-I",
                "-S",
                "-c",
                PROGRAM,
                plan.packageDirectory().toString()));
        // what a service manager has told the front is nothing for others
        builder.environment().keySet().removeAll(List.of("LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"));
        builder.redirectError(
                plan.log() == null
                        ? ProcessBuilder.Redirect.INHERIT
                        : ProcessBuilder.Redirect.appendTo(plan.log().toFile()));
        Keeper keeper = new Keeper(builder.start(), output);
        output.open(HOOKS, "");
        keeper.place(place);
        Thread.ofPlatform().name("keeper").daemon().start(() -> keeper.hear(events));
        return keeper;
    }

    // ---- what it is told

    @Override
    public int run(String label, String command, How how) {
        int id = ++ids;
        output.open(id, label);
        tell("run", id, command, how.keys());
        return id;
    }

    @Override
    public void signal(int id, long pid, int number) {
        tell("signal", id, (int) pid, number);
    }

    /** What its commands find from now on. */
    void place(Place place) {
        tell("place", place.directory(), place.environment());
    }

    /** Runs hooks one after the other; {@link KeeperEvent.Hooked} tells what has come of them. */
    void hooks(String phase, List<String> texts) {
        tell("hooks", phase, texts);
    }

    private void tell(Object... message) {
        try {
            out.write(KeeperMessages.encode(message));
            out.flush();
        } catch (IOException e) {
            // it is gone, which its own silence tells, too
            LOG.log(System.Logger.Level.DEBUG, "to the keeper", e);
        }
    }

    // ---- what it tells

    private void hear(Consumer<KeeperEvent> events) {
        try (InputStream in = process.getInputStream();
                DataInputStream from = new DataInputStream(in)) {
            while (true) {
                take(next(from), events);
            }
        } catch (EOFException e) {
            LOG.log(System.Logger.Level.DEBUG, "the keeper has left");
        } catch (IOException | IllegalArgumentException e) {
            LOG.log(System.Logger.Level.ERROR, "from the keeper of daemons", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        events.accept(new KeeperEvent.Ended());
    }

    private static byte[] next(DataInputStream from) throws IOException {
        int size = Integer.reverseBytes(from.readInt());
        if (size < 0 || size > LARGEST_BYTES) {
            throw new IllegalArgumentException("a message of " + size + " octets");
        }
        byte[] payload = new byte[size];
        from.readFully(payload);
        return payload;
    }

    private void take(byte[] payload, Consumer<KeeperEvent> events) throws InterruptedException {
        switch (KeeperMessages.decode(payload)) {
            case KeeperEvent.Output written -> output.write(written.id(), written.octets());
            case KeeperEvent.Closed closed -> {
                if (closed.id() != HOOKS) {
                    output.close(closed.id());
                }
            }
            case KeeperEvent event -> events.accept(event);
        }
    }

    /** Lets it go, and with it all that it keeps. */
    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing the keeper", e);
        }
    }
}
