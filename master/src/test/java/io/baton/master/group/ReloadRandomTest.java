package io.baton.master.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.listen.Peer;
import io.baton.master.snapshot.WorkerState;
import io.baton.master.worker.FakeChild;
import io.baton.master.worker.FakeLauncher;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Reloads among workers that start, fail, die and leave in any order. What no order may break: as many workers serve as are
 * configured, unless workers of before die; a worker that leaves is healthy only when another serves; two generations at most;
 * each reload ends, and then all workers are of one generation.
 */
final class ReloadRandomTest {

    private static final int WORKERS = 3;
    private static final int STEPS = 1_500;

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void noOrderOfThingsTakesAWorkerAwayThatIsNeeded(int surge) {
        for (int seed = 0; seed < 60; seed++) {
            play(new Random(seed), surge, seed);
        }
    }

    private static void play(Random random, int surge, int seed) {
        ReloadingGroup it = new ReloadingGroup(WORKERS, random.nextInt(2), surge, ReloadingGroup.TRIAL_MS).started();
        CompletableFuture<Outcome> reload = CompletableFuture.completedFuture(new Outcome.Done(""));
        for (int step = 0; step < STEPS; step++) {
            if (reload.isDone()) {
                if (someStay(reload)) {
                    return;
                }
                reload = it.reloads();
            } else {
                step(it, random);
            }
            assertThat(it.serving().size())
                    .as("workers that serve, seed %d, step %d", seed, step)
                    .isGreaterThanOrEqualTo(WORKERS);
            assertThat(generationsThatServe(it))
                    .as("generations, seed %d, step %d", seed, step)
                    .hasSizeLessThanOrEqualTo(2);
        }
        for (int i = 0; i < 200 && !reload.isDone(); i++) {
            it.workshop.launchers().forEach(it::readyAll);
            it.leaversAreGone();
            it.clock.advanceMs(500);
        }
        assertThat(reload).as("the reload ends, seed %d", seed).isDone();
        assertThat(generationsThatServe(it))
                .as("seed %d: %s", seed, reload.join())
                .hasSize(someStay(reload) ? 2 : 1);
    }

    /** Whether a worker could not go back. The outcome says so, and then two generations serve. */
    private static boolean someStay(CompletableFuture<Outcome> reload) {
        return reload.join() instanceof Outcome.Refused refused
                && refused.reason().contains("stays as it is");
    }

    /** Only new workers fail: the old ones are not to blame for what the reload takes away. */
    private static void step(ReloadingGroup it, Random random) {
        List<FakeLauncher> used = it.workshop.launchers().stream()
                .filter(one -> !one.waiting().isEmpty()
                        || one.children().stream().anyMatch(child -> child.state() != WorkerState.EXITED))
                .toList();
        FakeLauncher launcher = any(used, random);
        boolean newest = launcher == it.fresh();
        List<FakeChild> booting = launcher.children().stream()
                .filter(child -> child.state().compareTo(WorkerState.READY) < 0)
                .toList();
        List<Peer> serving = it.serving();
        List<FakeChild> onTrial = launcher.children().stream()
                .filter(child -> child.state() == WorkerState.READY && !serving.contains(child.worker()))
                .toList();
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> {
                if (!launcher.waiting().isEmpty()) {
                    FakeChild unused = launcher.starts();
                }
            }
            case 3, 4, 5 -> booting.stream().findFirst().ifPresent(FakeChild::listens);
            case 6 -> {
                if (newest && !booting.isEmpty() && random.nextInt(4) == 0) {
                    any(booting, random).exits(1);
                }
            }
            case 7 -> {
                if (newest && !launcher.waiting().isEmpty() && random.nextInt(6) == 0) {
                    launcher.fails();
                }
            }
            case 8 -> {
                if (newest && !onTrial.isEmpty() && random.nextInt(4) == 0) {
                    any(onTrial, random).isKilled();
                }
            }
            case 9 -> it.leaversAreGone();
            default -> it.clock.advanceMs(random.nextInt(300));
        }
    }

    private static List<Integer> generationsThatServe(ReloadingGroup it) {
        List<Integer> found = new ArrayList<>();
        it.group.snapshot().slots().forEach(slot -> {
            if (slot.worker() != null && !found.contains(slot.worker().generation())) {
                found.add(slot.worker().generation());
            }
        });
        return found;
    }

    private static <T> T any(List<T> all, Random random) {
        return all.get(random.nextInt(all.size()));
    }
}
