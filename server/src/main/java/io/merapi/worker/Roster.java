// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import io.merapi.worker.lifecycle.WorkerState;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The workers of a generation, by seat. A worker and its successor, its heir until that is ready, have the same number
 * and two seats.
 *
 * <p>Owned by the pool's loop.
 */
final class Roster {
    private final int seats;
    private final Map<Integer, Worker> workers = new TreeMap<>();

    /** One of so many seats. */
    Roster(int seats) {
        this.seats = seats;
    }

    Collection<Worker> all() {
        return workers.values();
    }

    /** To be gone through while workers leave. */
    List<Worker> copy() {
        return List.copyOf(workers.values());
    }

    boolean isEmpty() {
        return workers.isEmpty();
    }

    @Nullable
    Worker at(int seat) {
        return workers.get(seat);
    }

    void seat(Worker worker) {
        workers.put(worker.seat(), worker);
    }

    void remove(Worker worker) {
        workers.remove(worker.seat(), worker);
    }

    /** The seat of that number, or another if it is taken, or 0 if all are. */
    int freeSeat(int number) {
        for (int seat = number; seat < number + seats; seat++) {
            int each = (seat - 1) % seats + 1;
            if (!workers.containsKey(each)) {
                return each;
            }
        }
        return 0;
    }

    /** How many numbers have a worker that is not about to leave. */
    int manned() {
        return numbers(staying());
    }

    boolean isManned(int number) {
        return staying().anyMatch(worker -> worker.number() == number);
    }

    /** How many numbers have a worker that is ready. */
    int ready() {
        return numbers(workers.values().stream().filter(Roster::isReady));
    }

    boolean isAnyReady() {
        return workers.values().stream().anyMatch(Roster::isReady);
    }

    private Stream<Worker> staying() {
        return workers.values().stream().filter(worker -> worker.state() != WorkerState.LEAVING);
    }

    private static int numbers(Stream<Worker> some) {
        return (int) some.mapToInt(Worker::number).distinct().count();
    }

    private static boolean isReady(Worker worker) {
        return worker.state() == WorkerState.READY;
    }

    private static boolean isComing(Worker worker) {
        return worker.state() == WorkerState.FORKING || worker.state() == WorkerState.STARTING;
    }

    /** Whether another of its number is on its way. */
    boolean hasHeir(Worker worker) {
        return workers.values().stream()
                .anyMatch(other -> other != worker && other.number() == worker.number() && isComing(other));
    }

    /** Those that are ready and that none succeeds. */
    List<Worker> settled() {
        return workers.values().stream()
                .filter(worker -> isReady(worker) && !hasHeir(worker))
                .toList();
    }

    /** Of those the last one that has nothing to do. */
    @Nullable
    Worker idle() {
        return last(settled().stream().filter(worker -> worker.busyLinks() == 0));
    }

    /** The one that is missed least: one that does not serve yet, else one that has nothing to do, else the last. */
    @Nullable
    Worker leastMissed() {
        Worker coming = last(workers.values().stream().filter(worker -> isComing(worker) && !isHeir(worker)));
        Worker spare = coming == null ? idle() : coming;
        return spare == null ? last(settled().stream()) : spare;
    }

    private boolean isHeir(Worker worker) {
        return workers.values().stream()
                .anyMatch(other -> other != worker && other.number() == worker.number() && isReady(other));
    }

    private static @Nullable Worker last(Stream<Worker> some) {
        return some.reduce((one, other) -> other.number() > one.number() ? other : one)
                .orElse(null);
    }
}
