package io.baton.bench.load;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How the scenarios run.
 *
 * @param rounds how often each contender is measured, in turn with the others
 * @param measured how long one measurement under load takes
 * @param warmUp how long, at least, a contender is under load before its first measurement
 * @param longestWarmUp how long at most
 * @param mixed how long one measurement beside computations takes
 * @param memoryRounds how often memory is measured
 * @param starts how often the start is measured
 * @param crashes how often a worker is killed
 * @param reloads how often each contender is reloaded for each pace; half of them with kept connections
 * @param computations how many computations run beside the measured requests, one table for each number; 0 shows the
 *     effect of the rest of the machine
 * @param computeNumbers how many numbers a computation adds
 * @param workplace a directory for the files that contenders write
 */
public record LoadOptions(
        int rounds,
        Duration measured,
        Duration warmUp,
        Duration longestWarmUp,
        Duration mixed,
        int memoryRounds,
        int starts,
        int crashes,
        int reloads,
        List<Integer> computations,
        long computeNumbers,
        Path workplace) {

    public LoadOptions {
        require("rounds", rounds);
        require("seconds", measured.toSeconds());
        require("longest-warm-up", longestWarmUp.toSeconds());
        require("mixed-seconds", mixed.toSeconds());
        require("memory-rounds", memoryRounds);
        require("starts", starts);
        require("crashes", crashes);
        require("reloads", reloads, 2);
        computations.forEach(number -> require("computations", number, 0));
        require("compute-numbers", computeNumbers);
        computations = List.copyOf(computations);
    }

    /** The same, each contender measured once. */
    public LoadOptions once() {
        return new LoadOptions(
                1,
                measured,
                warmUp,
                longestWarmUp,
                mixed,
                1,
                starts,
                crashes,
                reloads,
                computations,
                computeNumbers,
                workplace);
    }

    private static void require(String name, long value) {
        require(name, value, 1);
    }

    private static void require(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= " + least + ")");
        }
    }
}
