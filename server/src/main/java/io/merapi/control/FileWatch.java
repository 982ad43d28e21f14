// SPDX-License-Identifier: Apache-2.0
package io.merapi.control;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Gives commands when files are touched or change.
 *
 * <p>What counts is how a file looks: it is compared with what it looked like before. That is done at intervals, and at
 * once when the system tells of an event in the directory it lies in. Events alone would not do: there are none on a
 * network file system, behind a link that is exchanged, or in a directory that is yet to be made.
 */
public final class FileWatch implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("merapi.control");

    /** Changes seldom come alone: so long nothing more must have happened. */
    private static final Duration SETTLED = Duration.ofMillis(100);

    private static final Duration MOST_SETTLING = Duration.ofSeconds(3);

    private final Operator operator;
    private final Duration interval;
    private final @Nullable WatchService events;
    private final Map<Trigger, Watched> watched = new LinkedHashMap<>();
    private final Set<Path> paths = new HashSet<>();
    private final Map<WatchKey, Path> directories = new HashMap<>();
    private final Set<Path> registered = new HashSet<>();
    private volatile boolean closed;

    private FileWatch(Operator operator, Duration interval, @Nullable WatchService events) {
        this.operator = operator;
        this.interval = interval;
        this.events = events;
    }

    /**
     * A file, and what is to be done about it.
     *
     * @param option what it is watched for, for the log
     */
    public record Trigger(Path path, Look look, Command command, String option) {}

    private static final class Watched {
        private final Trigger trigger;
        private long looked;

        Watched(Trigger trigger) {
            this.trigger = trigger;
            this.looked = trigger.look().at(trigger.path());
        }

        /** Whether it looks otherwise than before; what is not there does not. */
        boolean hasChanged() {
            long now = trigger.look().at(trigger.path());
            boolean changed = now != Look.ABSENT && now != looked;
            if (now != Look.ABSENT || trigger.look() == Look.TOUCHED) {
                looked = now;
            }
            return changed;
        }
    }

    /** Starts watching; more files may be {@link #add added}. */
    public static FileWatch start(Operator operator, Duration interval, List<Trigger> triggers) {
        FileWatch watch = new FileWatch(operator, interval, watchService());
        triggers.forEach(watch::add);
        Thread.ofPlatform().name("watch").daemon().start(watch::run);
        return watch;
    }

    private static @Nullable WatchService watchService() {
        try {
            return FileSystems.getDefault().newWatchService();
        } catch (IOException | UnsupportedOperationException e) {
            LOG.log(System.Logger.Level.WARNING, "files are looked at in intervals only: " + e.getMessage());
            return null;
        }
    }

    /** Watches one more file, unless it is watched for that already. */
    public synchronized void add(Trigger trigger) {
        if (watched.putIfAbsent(trigger, new Watched(trigger)) == null) {
            paths.add(trigger.path());
            Path directory = trigger.path().getParent();
            register(directory == null ? trigger.path() : directory);
            if (trigger.look() == Look.CHANGED && Files.isDirectory(trigger.path())) {
                register(trigger.path());
            }
        }
    }

    private void register(Path directory) {
        if (events == null || !registered.add(directory)) {
            return;
        }
        try {
            WatchKey key = directory.register(
                    events,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE);
            directories.put(key, directory);
        } catch (IOException e) {
            // not there, or too many are watched: it is looked at in intervals
            LOG.log(System.Logger.Level.DEBUG, "no events of " + directory, e);
        }
    }

    private void run() {
        long due = System.nanoTime() + interval.toNanos();
        try {
            while (!closed) {
                boolean concerned = isConcerned(next(due - System.nanoTime()));
                boolean isDue = System.nanoTime() - due >= 0;
                if (isDue) {
                    due = System.nanoTime() + interval.toNanos();
                }
                if (concerned || isDue) {
                    look();
                }
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    private @Nullable WatchKey next(long nanos) throws InterruptedException {
        if (events == null) {
            TimeUnit.NANOSECONDS.sleep(Math.max(0, nanos));
            return null;
        }
        try {
            return events.poll(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (java.nio.file.ClosedWatchServiceException e) {
            closed = true;
            return null;
        }
    }

    /** Whether an event is of something watched: others may write to the same directory without pause. */
    private synchronized boolean isConcerned(@Nullable WatchKey key) {
        if (key == null) {
            return false;
        }
        Path directory = directories.get(key);
        boolean concerned = false;
        for (WatchEvent<?> event : key.pollEvents()) {
            concerned |= directory != null
                    && (paths.contains(directory)
                            || !(event.context() instanceof Path name)
                            || paths.contains(directory.resolve(name)));
        }
        key.reset();
        return concerned;
    }

    private void look() throws InterruptedException {
        Map<Command, Trigger> changed = changed();
        if (changed.isEmpty() || closed) {
            return;
        }
        if (changed.values().stream().anyMatch(each -> each.look() == Look.CHANGED)) {
            settle();
            changed().forEach(changed::putIfAbsent);
        }
        changed.values().forEach(each -> operator.perform(each.command(), each.option() + " " + each.path()));
    }

    /** Waits until no more changes come, but not for long. */
    private void settle() throws InterruptedException {
        long begun = System.nanoTime();
        long last = begun;
        long now = begun;
        while (!closed && now - last < SETTLED.toNanos() && now - begun < MOST_SETTLING.toNanos()) {
            boolean concerned = isConcerned(next(last + SETTLED.toNanos() - now));
            now = System.nanoTime();
            last = concerned ? now : last;
        }
    }

    /** What is to be done, each once, and the first file that has changed for it; all are looked at. */
    private synchronized Map<Command, Trigger> changed() {
        Map<Command, Trigger> changed = new EnumMap<>(Command.class);
        for (Watched each : watched.values()) {
            if (each.hasChanged()) {
                changed.putIfAbsent(each.trigger.command(), each.trigger);
            }
        }
        return changed;
    }

    @Override
    public void close() {
        closed = true;
        try {
            if (events != null) {
                events.close();
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing the file events", e);
        }
    }
}
