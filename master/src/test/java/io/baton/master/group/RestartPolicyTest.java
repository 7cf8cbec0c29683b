package io.baton.master.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.config.RestartLimits;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RestartPolicyTest {

    private static final RestartLimits LIMITS = RestartLimits.DEFAULT;
    private static final long STABLE = LIMITS.minUptimeMs();

    /** The middle of the jitter. */
    private final RestartPolicy policy = new RestartPolicy(LIMITS, () -> 0.5);

    @Test
    void theFirstExitIsFollowedByANewStartAtOnce() {
        assertThat(policy.delayAfterExit(0)).isZero();
        assertThat(policy.exitsInARow()).isOne();
    }

    @Test
    void fromTheSecondExitOnTheDelayGrowsByAHalfEachTimeUpTo15Seconds() {
        List<Long> delays = new ArrayList<>();
        for (int exit = 1; exit <= 17; exit++) {
            delays.add(policy.delayAfterExit(0));
        }
        assertThat(delays)
                .containsExactly(
                        0L, 100L, 150L, 225L, 338L, 506L, 759L, 1139L, 1709L, 2563L, 3844L, 5767L, 8650L, 12975L,
                        15000L, 15000L, 15000L);
    }

    @Test
    void aWorkerThatWasReadyFor30SecondsIsFollowedAtOnceAndTheCountBeginsAgain() {
        for (int exit = 0; exit < 10; exit++) {
            policy.delayAfterExit(0);
        }
        assertThat(policy.delayAfterExit(STABLE)).isZero();
        assertThat(policy.exitsInARow()).isOne();
        assertThat(policy.delayAfterExit(0)).isEqualTo(100);
    }

    @Test
    void nearly30SecondsOfReadyAreNotEnough() {
        policy.delayAfterExit(STABLE - 1);
        assertThat(policy.delayAfterExit(STABLE - 1)).isEqualTo(100);
        assertThat(policy.delayAfterExit(STABLE - 1)).isEqualTo(150);
        assertThat(policy.exitsInARow()).isEqualTo(3);
    }

    @Test
    void aWorkerThatIsStableEachTimeIsAlwaysFollowedAtOnce() {
        for (int exit = 0; exit < 5; exit++) {
            assertThat(policy.delayAfterExit(STABLE + exit)).isZero();
        }
    }

    @Test
    void theDelayVariesByAFifthEitherWay() {
        assertThat(secondDelay(0)).isEqualTo(80);
        assertThat(secondDelay(0.25)).isEqualTo(90);
        assertThat(secondDelay(0.999_999)).isEqualTo(120);
    }

    @Test
    void withoutBackOffEverySuccessorStartsAtOnce() {
        RestartPolicy policy = new RestartPolicy(new RestartLimits(0, 0, STABLE), () -> 0.5);
        for (int exit = 0; exit < 10; exit++) {
            assertThat(policy.delayAfterExit(0)).isZero();
        }
        assertThat(policy.isErrored()).isTrue();
    }

    @Test
    void theDelaysBetweenTheFirstAndTheLongestAreTheOperators() {
        RestartPolicy policy = new RestartPolicy(new RestartLimits(10, 20, 5), () -> 0.5);
        assertThat(List.of(
                        policy.delayAfterExit(5),
                        policy.delayAfterExit(4),
                        policy.delayAfterExit(4),
                        policy.delayAfterExit(4),
                        policy.delayAfterExit(5)))
                .containsExactly(0L, 10L, 15L, 20L, 0L);
    }

    @Test
    void tenThousandExitsInARowAreStillRetried() {
        for (int exit = 0; exit < 10_000; exit++) {
            assertThat(policy.delayAfterExit(0)).isBetween(0L, 15_000L);
        }
        assertThat(policy.delayAfterExit(0)).isEqualTo(15_000);
    }

    private static long secondDelay(double random) {
        RestartPolicy policy = new RestartPolicy(LIMITS, () -> random);
        policy.delayAfterExit(0);
        return policy.delayAfterExit(0);
    }

    @Test
    void fiveExitsInARowWithoutBeingStableAreAnErrorUntilOneIsStable() {
        RestartPolicy policy = new RestartPolicy(LIMITS, () -> 0.5);
        for (int exit = 1; exit < 5; exit++) {
            policy.delayAfterExit(STABLE - 1);
            assertThat(policy.isErrored()).isFalse();
        }
        policy.delayAfterExit(0);
        assertThat(policy.isErrored()).isTrue();
        policy.delayAfterExit(STABLE);
        assertThat(policy.isErrored()).isFalse();
    }

    @Test
    void aWorkerThatWasNeverReadyIsNotStableWhateverTheLimit() {
        RestartPolicy policy = new RestartPolicy(new RestartLimits(100, 15_000, 0), () -> 0.5);
        policy.delayAfterExit(0);
        assertThat(policy.delayAfterExit(0)).isEqualTo(100);
        assertThat(policy.delayAfterExit(1)).isZero();
    }
}
