package io.baton.master.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.carried.CarriedMaster;
import io.baton.master.conductor.ManualClock;
import io.baton.master.config.Supervision;
import io.baton.master.group.Outcome;
import io.baton.master.worker.FakeLauncher;
import io.baton.master.worker.WorkerHandle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The steps of an upgrade: each that fails undoes those before it, and the master goes on. */
final class UpgradeTest {

    private static final NewProgram NEXT = new NewProgram(Path.of("/bin/java"), Path.of("/opt/next.jar"));

    private final ManualClock clock = new ManualClock();
    private final Parts parts = new Parts();

    /** A master. The test says how each of its steps goes. */
    private static final class Parts implements UpgradeParts {

        private final List<String> steps = new ArrayList<>();

        private @Nullable String busy;
        private @Nullable String unfit;
        private boolean written = true;
        private int image;
        private List<WorkerHandle> workers = List.of();

        @Override
        public int image() {
            return image;
        }

        @Override
        public @Nullable String busy() {
            return busy;
        }

        @Override
        public void refuseOrders(boolean refused) {
            steps.add(refused ? "refuse orders" : "take orders");
        }

        @Override
        public List<WorkerHandle> workers() {
            return workers;
        }

        @Override
        public void pause(boolean pauses) {
            steps.add(pauses ? "pause" : "accept");
        }

        @Override
        public boolean freezeOutput(long ms) {
            steps.add("freeze");
            return written;
        }

        @Override
        public void unfreezeOutput() {
            steps.add("unfreeze");
        }

        @Override
        public State state(long beganNanos) {
            CarriedMaster master = new CarriedMaster(
                    1,
                    beganNanos,
                    "",
                    "",
                    true,
                    "",
                    true,
                    false,
                    0,
                    0,
                    0,
                    true,
                    -1,
                    -1,
                    true,
                    List.<Map<String, Object>>of(),
                    List.of(),
                    List.of(),
                    null,
                    null);
            return new State(master, List.of(), List.of());
        }

        @Override
        public UpgradeCheck check(NewProgram program, State state) throws UpgradeException {
            if (unfit != null) {
                throw new UpgradeException(unfit);
            }
            return new UpgradeCheck("9", List.of("java"));
        }

        @Override
        public void execute(UpgradeCheck tried, long beganNanos) throws IOException {
            steps.add("execute");
            throw new IOException("no such file");
        }
    }

    private CompletableFuture<Outcome> begin() {
        CompletableFuture<Outcome> outcome =
                new Upgrade(clock, Runnable::run, parts).begin(NEXT).toCompletableFuture();
        clock.advanceMs(0);
        return outcome;
    }

    private static String reason(CompletableFuture<Outcome> outcome) {
        return outcome.join() instanceof Outcome.Refused refused ? refused.reason() : "done";
    }

    @Test
    void aProgramThatCannotTakeOverChangesNothing() {
        parts.unfit = "next.jar cannot take over";
        assertThat(reason(begin())).isEqualTo("next.jar cannot take over");
        assertThat(parts.steps).isEmpty();
    }

    @Test
    void theNextProgramIsExecutedWhenNothingGoesOnAndOutputIsWrittenAndNoConnectionIsOnItsWay() {
        CompletableFuture<Outcome> unused = begin();
        assertThat(parts.steps).startsWith("refuse orders", "freeze", "pause", "execute");
    }

    @Test
    void whereItCannotBeExecutedAllIsUndone() {
        assertThat(reason(begin())).isEqualTo("the other program cannot be executed: no such file");
        assertThat(parts.steps)
                .containsExactly("refuse orders", "freeze", "pause", "execute", "accept", "unfreeze", "take orders");
    }

    @Test
    void whatGoesOnHasFiveSecondsToEnd() {
        parts.busy = "api: it stops";
        CompletableFuture<Outcome> outcome = begin();
        clock.advanceMs(4_000);
        assertThat(outcome).isNotDone();
        parts.busy = null;
        clock.advanceMs(100);
        assertThat(parts.steps).contains("execute");
    }

    @Test
    void whatGoesOnForLongerIsAReasonToRefuseAndCommandsAreTakenAgain() {
        parts.busy = "api: it stops";
        CompletableFuture<Outcome> outcome = begin();
        clock.advanceMs(5_100);
        assertThat(reason(outcome)).isEqualTo("busy: api: it stops");
        assertThat(parts.steps).containsExactly("refuse orders", "take orders");
    }

    @Test
    void outputThatIsNotWrittenInTimeIsAReasonToRefuse() {
        parts.written = false;
        assertThat(reason(begin())).startsWith("busy: what workers print");
        assertThat(parts.steps).containsExactly("refuse orders", "freeze", "take orders");
    }

    @Test
    void aWorkerOfAFormerImageThatCannotBeToldIsReloadedFirst() {
        FakeLauncher launcher = new FakeLauncher(clock, Supervision.DEFAULT);
        parts.image = 2;
        parts.workers = List.of(ofImage(launcher, 1));
        assertThat(reason(begin())).contains("would be killed").contains("reload its application first");
        assertThat(parts.steps).isEmpty();
        parts.workers = List.of(ofImage(launcher, 2));
        CompletableFuture<Outcome> unused = begin();
        assertThat(parts.steps).contains("execute");
    }

    private static WorkerHandle ofImage(FakeLauncher launcher, int image) {
        return launcher.ofImage(image).worker();
    }
}
