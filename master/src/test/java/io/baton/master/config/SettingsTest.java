package io.baton.master.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which of several sources is obeyed. */
final class SettingsTest {

    private static final Source FLAG = Source.flag(Keys.PORT);
    private static final Source VARIABLE = Source.variable("PORT");

    @Test
    void withoutASourceTheDefaultCounts() {
        assertThat(Settings.DEFAULTS.get(Keys.KILL_TIMEOUT)).isEqualTo(28_000);
        assertThat(Settings.DEFAULTS.given(Keys.KILL_TIMEOUT)).isNull();
        assertThat(Settings.DEFAULTS.source(Keys.KILL_TIMEOUT)).isEqualTo(Source.DEFAULT);
    }

    @Test
    void aFlagIsStrongerThanAVariableInEitherOrder() {
        Settings flagFirst = new Settings.Builder()
                .add(Keys.PORT, "1", FLAG)
                .add(Keys.PORT, "2", VARIABLE)
                .build();
        Settings flagLast = new Settings.Builder()
                .add(Keys.PORT, "2", VARIABLE)
                .add(Keys.PORT, "1", FLAG)
                .build();
        for (Settings settings : List.of(flagFirst, flagLast)) {
            assertThat(settings.get(Keys.PORT)).isEqualTo(new ServicePort(1));
            assertThat(settings.source(Keys.PORT)).isEqualTo(FLAG);
        }
    }

    @Test
    void aVariableThatAFlagOverrulesMayBeWrong() {
        Settings flags = new Settings.Builder().add(Keys.PORT, "1", FLAG).build();
        assertThat(Variables.add(flags, Map.of("PORT", "many"), false, new ArrayList<>())
                        .get(Keys.PORT))
                .isEqualTo(new ServicePort(1));
        assertThatThrownBy(() -> Variables.add(Settings.DEFAULTS, Map.of("PORT", "many"), false, new ArrayList<>()))
                .hasMessage("PORT: many (expected: a whole number)");
        assertThatThrownBy(() -> Variables.add(Settings.DEFAULTS, Map.of("PORT", "70000"), false, new ArrayList<>()))
                .hasMessage("PORT: 70000 (expected: 0..65535)");
    }

    @Test
    void everyVariableOfTheTableIsASource() {
        Settings settings = Variables.add(
                Settings.DEFAULTS,
                Map.of("PORT", "8080", "WEB_CONCURRENCY", "2", "NODE_CLUSTER_SCHED_POLICY", "none"),
                false,
                new ArrayList<>());
        assertThat(settings.get(Keys.PORT)).isEqualTo(new ServicePort(8080));
        assertThat(settings.get(Keys.INSTANCES)).isEqualTo(2);
        assertThat(settings.get(Keys.MODE)).isEqualTo(Mode.SHARED);
        assertThat(settings.source(Keys.MODE)).hasToString("NODE_CLUSTER_SCHED_POLICY");
    }

    /** Kubernetes adds them to every pod beside a Service called baton. */
    @Test
    void variablesOfAServiceCalledBatonAreNoSettings() {
        List<String> warnings = new ArrayList<>();
        Settings settings = Variables.add(
                Settings.DEFAULTS,
                Map.of(
                        "BATON_PORT", "tcp://10.0.0.1:80",
                        "BATON_PORT_80_TCP", "tcp://10.0.0.1:80",
                        "BATON_PORT_80_TCP_ADDR", "10.0.0.1",
                        "BATON_SERVICE_HOST", "10.0.0.1",
                        "BATON_SERVICE_PORT_HTTP", "80"),
                false,
                warnings);
        assertThat(settings.given(Keys.PORT)).isNull();
        assertThat(warnings).isEmpty();
    }

    @Test
    void settingsDoNotChangeWithTheirBuilder() {
        Settings.Builder builder = new Settings.Builder().add(Keys.PORT, "1", VARIABLE);
        Settings settings = builder.build();
        builder.add(Keys.PORT, "2", FLAG);
        assertThat(settings.get(Keys.PORT)).isEqualTo(new ServicePort(1));
    }

    @Test
    void aDefaultThatDependsOnOtherThingsIsNoneOfTheKeysOwn() {
        assertThat(Settings.DEFAULTS.given(Keys.INSTANCES)).isNull();
        assertThatThrownBy(() -> Settings.DEFAULTS.get(Keys.INSTANCES)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void wordsOfSeveralFlagsAreOneList() {
        Source flag = Source.flag(Keys.NODE_ARGS);
        Settings settings = new Settings.Builder()
                .add(Keys.NODE_ARGS, "--a 'b c'", flag)
                .add(Keys.NODE_ARGS, "-d", flag)
                .build();
        assertThat(settings.get(Keys.NODE_ARGS)).containsExactly("--a", "b c", "-d");
    }
}
