package io.baton.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Decides which workers live on when their master is dead, and for how long. */
final class MasterDeathTest {

    @Test
    void workerUnderBatonEndsWithItsMasterEvenWhenItDrains() {
        MasterDeath death = death("--kill-timeout", "28000");
        for (Phase phase : Phase.values()) {
            assertThat(death.finishMs(phase)).as("%s", phase).isZero();
        }
    }

    @Test
    void orphanHasTheTimeThatItsMasterGaveIt() {
        MasterDeath death = death("--kill-timeout", "28000", "--orphan-drain", "7000");
        assertThat(death.finishMs(Phase.SERVING)).isEqualTo(7_000);
        assertThat(death.finishMs(Phase.DRAINING)).isEqualTo(7_000);
        assertThat(death.finishMs(Phase.STARTING)).isZero();
        assertThat(death.finishMs(Phase.STOPPED)).isZero();
    }

    @Test
    void underNodesPrimaryOnlyADrainingWorkerFinishes() {
        MasterDeath death = death();
        assertThat(death.finishMs(Phase.SERVING)).isZero();
        assertThat(death.finishMs(Phase.DRAINING)).isEqualTo(25_000);
        assertThat(death.finishMs(Phase.STARTING)).isZero();
        assertThat(death.finishMs(Phase.STOPPED)).isZero();
    }

    private static MasterDeath death(String... arguments) {
        return new MasterDeath(WorkerArguments.parse(List.of(arguments)), OwnProcess.JVM);
    }
}
