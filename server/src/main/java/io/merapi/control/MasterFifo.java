// SPDX-License-Identifier: Apache-2.0
package io.merapi.control;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * Named pipes in which each letter is a {@link Command}. Of several, only one is read at a time: the first, until a
 * digit names another. So an instance can be told to listen elsewhere before its successor makes a pipe of the same
 * name.
 */
public final class MasterFifo implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("merapi.control");
    private static final int OWNER_ONLY = 0600;

    private final List<Path> slots;
    private final Operator operator;
    private final boolean vacuum;
    private volatile FileChannel channel;
    private int active;

    private MasterFifo(List<Path> slots, Operator operator, boolean vacuum, FileChannel first) {
        this.slots = slots;
        this.operator = operator;
        this.vacuum = vacuum;
        this.channel = first;
    }

    /**
     * Makes the first pipe, in place of what there is of its name, and reads commands from it.
     *
     * @param vacuum whether the pipe is removed at the end
     * @throws IOException when it cannot be made
     */
    public static MasterFifo open(List<Path> slots, Operator operator, boolean vacuum) throws IOException {
        MasterFifo fifo = new MasterFifo(slots, operator, vacuum, make(slots.getFirst()));
        Thread.ofPlatform().name("fifo").daemon().start(fifo::run);
        return fifo;
    }

    /** Opened for writing, too: so opening does not wait for a writer, and reading sees no end when one has left. */
    private static FileChannel make(Path path) throws IOException {
        Files.deleteIfExists(path);
        makeFifo(path);
        return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    @SuppressWarnings("restricted") // Java lacks mkfifo(3)
    private static void makeFifo(Path path) throws IOException {
        Linker linker = Linker.nativeLinker();
        var function = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("mkfifo"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
        int result;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(path.toString());
            result = (int) function.invokeExact(name, OWNER_ONLY);
        } catch (Throwable e) {
            throw new AssertionError("a call of the system's throws nothing", e);
        }
        if (result != 0) {
            throw new IOException("no named pipe can be made there");
        }
    }

    private void run() {
        ByteBuffer letter = ByteBuffer.allocate(1);
        try {
            while (channel.read(letter.clear()) > 0) {
                heard((char) letter.get(0));
            }
        } catch (ClosedChannelException e) {
            // the server stops
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "the master FIFO is read no further: " + e.getMessage());
        }
    }

    private void heard(char letter) throws IOException {
        Optional<Command> command = Command.of(letter);
        if (command.isPresent()) {
            operator.perform(command.get(), "master-fifo");
        } else if (Character.isDigit(letter)) {
            switchTo(letter - '0');
        } else if (!Character.isWhitespace(letter)) {
            LOG.log(System.Logger.Level.WARNING, "master-fifo: '" + letter + "' has no meaning here");
        }
    }

    private void switchTo(int slot) throws IOException {
        if (slot >= slots.size()) {
            LOG.log(System.Logger.Level.WARNING, "master-fifo: there is no FIFO number " + slot);
        } else if (slot != active) {
            FileChannel next = make(slots.get(slot));
            channel.close();
            channel = next;
            active = slot;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
            if (vacuum) {
                Files.deleteIfExists(slots.get(active));
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing the master FIFO", e);
        }
    }
}
