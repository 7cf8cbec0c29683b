package io.baton.master.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GroupConfigTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3000, 65535})
    void aPortIsWhatTcpKnowsAndZeroIsAnyFreeOne(int port) {
        assertThat(config(port, 1).listeners().get(0).port()).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65536, 70000, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void anyOtherPortIsToldWithWhatIsExpected(int port) {
        assertThatThrownBy(() -> config(port, 1))
                .isInstanceOf(ConfigException.class)
                .hasMessage("port: " + port + " (expected: 0..65535)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a=b", "a,b", "\u00e4"})
    void aListenerNameThatNoWorkerTakesIsRefused(String name) {
        assertThatThrownBy(() -> new ListenConfig(name, null, 3000))
                .hasMessage("listener: " + name + " (expected: 1 to 64 letters, digits, dots, underscores or hyphens)");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 1024})
    void thereIsAtLeastOneWorker(int workers) {
        assertThat(config(0, workers).workers()).isEqualTo(workers);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, -2, 1025, Integer.MAX_VALUE})
    void anyOtherNumberOfWorkersIsToldWithWhatIsExpected(int workers) {
        assertThatThrownBy(() -> config(0, workers))
                .isInstanceOf(ConfigException.class)
                .hasMessage("instances: " + workers + " (expected: 1..1024)");
    }

    @Test
    void theOperatorsFaultHasNoStackTrace() {
        assertThat(new ConfigException("port: x").getStackTrace()).isEmpty();
    }

    @Test
    void workerOptionsAreACopy() {
        List<String> options = new ArrayList<>(List.of("--compute-threads", "2"));
        GroupConfig config = new GroupConfig(
                "app",
                List.of(ListenConfig.DEFAULT),
                Delivery.DEFAULT,
                1,
                OptionalInt.empty(),
                null,
                options,
                JvmOptions.DEFAULT,
                Supervision.DEFAULT,
                LogKeeping.DEFAULT,
                SharedConfig.DEFAULT,
                Surroundings.NONE);
        options.clear();
        assertThat(config.workerOptions()).containsExactly("--compute-threads", "2");
    }

    @Test
    void aSpareCannotHaveArgumentsThatDependOnItsSlot() {
        Settings.Builder settings = new Settings.Builder();
        settings.add(Keys.JVM_ARGS, "-Da={{index}}", Source.flag(Keys.JVM_ARGS));
        assertThat(GroupConfig.of(settings.build(), null, Surroundings.NONE).dependsOnSlot())
                .isTrue();
        settings.add(Keys.SPARES, "1", Source.flag(Keys.SPARES));
        assertThatThrownBy(() -> GroupConfig.of(settings.build(), null, Surroundings.NONE))
                .hasMessage("spares: 1 (expected: 0 with {{index}}, because a spare starts before it has a slot)");
    }

    @Test
    void aVariableMayDependOnTheSlotToo() {
        Surroundings surroundings = new Surroundings(Map.of("LOG", "{{index}}.log"), null, null);
        assertThat(GroupConfig.BUILT_IN.in(surroundings).dependsOnSlot()).isTrue();
        assertThat(GroupConfig.BUILT_IN.dependsOnSlot()).isFalse();
    }

    @Test
    void aStopByDefaultTakesLessThanTheThirtySecondsThatKubernetesGives() {
        assertThat(Timeouts.DEFAULT.drainMs() + Timeouts.DEFAULT.terminateMs()).isLessThan(30_000);
    }

    @Test
    void theTimeToDrainAndTheTimeToDieAreTogetherTheKillTimeout() {
        assertThat(new Timeouts(1, 28_000, 1, 2_000, 0, 0).terminateMs()).isEqualTo(3_000);
        assertThat(new Timeouts(1, 28_000, 1, 2_000, 0, 0).drainMs()).isEqualTo(25_000);
        assertThat(new Timeouts(1, 2_000, 1, 2_000, 0, 0).terminateMs()).isEqualTo(500);
    }

    @Test
    void timeoutsAreLongerThanNothing() {
        assertThatThrownBy(() -> new Timeouts(60_000, 0, 30_000, 5_000, 0, 0))
                .isInstanceOf(ConfigException.class)
                .hasMessage("kill-timeout: 0 ms (expected: 1..315360000000 ms)");
        assertThatThrownBy(() -> new Timeouts(0, 1, 1, 5_000, 0, 0)).hasMessageStartingWith("ready-timeout: 0 ms");
        assertThatThrownBy(() -> new Timeouts(1, 1, 0, 5_000, 0, 0)).hasMessageStartingWith("hold-timeout: 0 ms");
        assertThatThrownBy(() -> new Timeouts(1, 1, 1, 1_999, 0, 0))
                .hasMessage("heartbeat-limit: 1999 ms (expected: 2000..315360000000 ms)");
        assertThatThrownBy(() -> new Timeouts(1, 1, 1, 2_000, 0, 1_001))
                .hasMessage("disconnect-delay: 1001 ms (expected: 0..1000 ms)");
    }

    @Test
    void theLongestBackOffIsNotShorterThanTheFirst() {
        assertThatThrownBy(() -> new RestartLimits(100, 99, 0))
                .hasMessage("backoff-max: 99 ms (expected: at least the 100 ms of backoff)");
    }

    private static GroupConfig config(int port, int workers) {
        return new GroupConfig(
                "app",
                List.of(new ListenConfig("http", null, port)),
                Delivery.DEFAULT,
                workers,
                OptionalInt.empty(),
                null,
                List.of(),
                JvmOptions.DEFAULT,
                Supervision.DEFAULT,
                LogKeeping.DEFAULT,
                SharedConfig.DEFAULT,
                Surroundings.NONE);
    }
}
