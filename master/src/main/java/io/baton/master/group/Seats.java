package io.baton.master.group;

import io.baton.master.worker.WorkerHandle;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All slots: the seats of workers that take connections, the places of spares, and the seats that were given up and are
 * not empty yet. The conductor's.
 */
final class Seats {

    private final List<Slot> taken = new ArrayList<>();
    private final List<Slot> spares = new ArrayList<>();
    private final List<Slot> givenUp = new ArrayList<>();
    private final IntFunction<Slot> newSeat;

    /**
     * So many seats and spares, all empty.
     *
     * @param newSeat makes a seat with this number
     * @param newSpare makes the place of a spare with this number
     */
    Seats(int workers, int spareCount, IntFunction<Slot> newSeat, IntFunction<Slot> newSpare) {
        this.newSeat = newSeat;
        for (int id = 1; id <= workers; id++) {
            taken.add(newSeat.apply(id));
        }
        for (int id = workers + 1; id <= workers + spareCount; id++) {
            spares.add(newSpare.apply(id));
        }
    }

    /** The seats, the lowest number first. */
    List<Slot> taken() {
        return taken;
    }

    /** The places of spares, whether or not one is there. */
    List<Slot> spares() {
        return spares;
    }

    /** Whether each seat has a worker that takes connections. */
    boolean allReady() {
        return taken.stream().allMatch(Slot::isReady);
    }

    /** Whether, besides, none is about to get another one. */
    boolean allSettled() {
        return taken.stream().allMatch(seat -> seat.isReady() && !seat.isBeingReplaced());
    }

    /** Whether a seat has not seen a start fail yet, and is at one. */
    boolean anyAtFirstStart() {
        return taken.stream().anyMatch(Slot::isAtFirstStart);
    }

    /** Whether no process is left anywhere. */
    boolean allEmpty() {
        return taken.stream().allMatch(Slot::isEmpty)
                && spares.stream().allMatch(Slot::isEmpty)
                && givenUp.stream().allMatch(Slot::isEmpty);
    }

    /** The seat of this worker, or that it is about to get; null if it has none. */
    @Nullable
    Slot of(WorkerHandle worker) {
        return taken.stream().filter(seat -> seat.isFor(worker)).findFirst().orElse(null);
    }

    /** The seat of this worker, or the place where it is a spare; null if it has neither. */
    @Nullable
    Slot placeOf(WorkerHandle worker) {
        return Stream.concat(taken.stream(), spares.stream())
                .filter(slot -> slot.isFor(worker))
                .findFirst()
                .orElse(null);
    }

    /** The slot of this worker: where it sits or is about to, its place as a spare, or the seat that it leaves. */
    Slot holding(WorkerHandle worker) {
        return Stream.of(taken, spares, givenUp)
                .flatMap(List::stream)
                .filter(slot -> slot.workers().contains(worker))
                .findFirst()
                .orElseThrow();
    }

    /** A spare that could take a seat now, whose place is empty then; null if there is none. */
    @Nullable
    WorkerHandle takeSpare() {
        return spares.stream().filter(Slot::isReady).findFirst().map(Slot::give).orElse(null);
    }

    /** One more, with the lowest free number. */
    Slot add() {
        givenUp.removeIf(Slot::isEmpty);
        Slot seat = newSeat.apply(lowestFreeId());
        long lower = taken.stream().filter(other -> other.id() < seat.id()).count();
        taken.add((int) lower, seat);
        return seat;
    }

    private int lowestFreeId() {
        Set<Integer> used = new HashSet<>();
        forEach(slot -> used.add(slot.id()));
        int id = 1;
        while (used.contains(id)) {
            id++;
        }
        return id;
    }

    /** Gives the highest one up; null if it is the only one. */
    @Nullable
    Slot giveUpHighest() {
        if (taken.size() == 1) {
            return null;
        }
        givenUp.removeIf(Slot::isEmpty);
        Slot highest = taken.remove(taken.size() - 1);
        givenUp.add(highest);
        return highest;
    }

    /** Starts a spare wherever there is none. */
    void startSpares() {
        spares.forEach(Slot::spawn);
    }

    void forEach(Consumer<Slot> action) {
        taken.forEach(action);
        spares.forEach(action);
        givenUp.forEach(action);
    }

    void forEachWorker(Consumer<WorkerHandle> action) {
        forEach(slot -> slot.workers().forEach(action));
    }
}
