package io.baton.master.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.master.config.ConfigException;
import io.baton.master.config.Declaration;
import io.baton.master.config.Key;
import io.baton.master.config.Keys;
import io.baton.master.config.ServicePort;
import io.baton.master.config.Settings;
import io.baton.master.config.Source;
import io.baton.master.config.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flags are stronger than the environment, the environment than the file, the file than the defaults. */
final class AssemblyTest {

    private static final String TWO =
            """
            apps:
              - { name: api, port: 3001, kill_timeout: 10s, env: { A: 1 }, env_production: { A: 2, PORT: 3009 } }
              - { name: web, port: 3002 }
            """;

    private static final Settings NO_FLAGS = Settings.DEFAULTS;

    @Test
    void theStrongestSourceIsObeyed(@TempDir Path directory) throws IOException {
        Map<String, String> variable = Map.of("BATON_KILL_TIMEOUT", "20s");
        Settings flag = flags(Keys.KILL_TIMEOUT, "30s");
        assertThat(first(directory, NO_FLAGS, Map.of()).settings().show(Keys.KILL_TIMEOUT))
                .isEqualTo("10s");
        Settings byVariable = first(directory, NO_FLAGS, variable).settings();
        assertThat(byVariable.show(Keys.KILL_TIMEOUT)).isEqualTo("20s");
        assertThat(byVariable.source(Keys.KILL_TIMEOUT)).isEqualTo(Source.variable("BATON_KILL_TIMEOUT"));
        assertThat(first(directory, flag, variable).settings().show(Keys.KILL_TIMEOUT))
                .isEqualTo("30s");
        assertThat(first(directory, NO_FLAGS, Map.of()).settings().source(Keys.KILL_TIMEOUT))
                .isEqualTo(new Source(Source.Rank.FILE, "baton.yml:2:44"));
    }

    @Test
    void theVariableOfTheKeyIsStrongerThanACustomaryOne(@TempDir Path directory) throws IOException {
        Map<String, String> both =
                Map.of("BATON_PORT", "4001", "PORT", "4002", "BATON_INSTANCES", "2", "WEB_CONCURRENCY", "3");
        Settings settings = of(directory, NO_FLAGS, both, null, "api")
                .applications()
                .get(0)
                .declaration()
                .settings();
        assertThat(settings.get(Keys.PORT)).isEqualTo(new ServicePort(4001));
        assertThat(settings.get(Keys.INSTANCES)).isEqualTo(2);
    }

    @Test
    void thePortOfTheEnvironmentIsForOneApplication(@TempDir Path directory) throws IOException {
        Map<String, String> port = Map.of("PORT", "4000");
        Assembly.Result one = of(directory, NO_FLAGS, port, null, "web");
        assertThat(one.applications().get(0).declaration().settings().get(Keys.PORT))
                .isEqualTo(new ServicePort(4000));
        Assembly.Result both = of(directory, NO_FLAGS, port, null);
        for (Assembly.Declared each : both.applications()) {
            assertThat(each.declaration().settings().get(Keys.PORT)).isIn(new ServicePort(3001), new ServicePort(3002));
            assertThat(each.declaration().surroundings().environment()).doesNotContainKey("PORT");
        }
        assertThat(both.warnings())
                .containsExactly("baton: PORT in the environment is not obeyed: it holds for one application, and there"
                        + " are 2 (api, web)");
    }

    @Test
    void aPortOrANameOnTheCommandLineIsForOneApplication(@TempDir Path directory) throws IOException {
        for (Key<?> key : List.of(Keys.PORT, Keys.NAME)) {
            Settings flags = flags(key, key == Keys.PORT ? "4000" : "x");
            assertThatThrownBy(() -> of(directory, flags, Map.of(), null))
                    .isInstanceOf(ConfigException.class)
                    .hasMessage("--" + key + ": holds for one application (expected: --only, one of api, web)");
            assertThat(of(directory, flags, Map.of(), null, "web").applications())
                    .hasSize(1);
        }
    }

    @Test
    void otherFlagsHoldForEveryApplication(@TempDir Path directory) throws IOException {
        for (Assembly.Declared each :
                of(directory, flags(Keys.INSTANCES, "3"), Map.of(), null).applications()) {
            assertThat(each.declaration().config().workers()).isEqualTo(3);
        }
    }

    @Test
    void aProfileAddsItsVariables(@TempDir Path directory) throws IOException {
        assertThat(first(directory, NO_FLAGS, Map.of("A", "0", "B", "0"))
                        .surroundings()
                        .environment())
                .isEqualTo(Map.of("A", "1", "B", "0"));
        assertThat(of(directory, NO_FLAGS, Map.of("A", "0"), "production")
                        .applications()
                        .get(0)
                        .declaration()
                        .surroundings()
                        .environment())
                .isEqualTo(Map.of("A", "2", "PORT", "3009"));
        assertThatThrownBy(() -> of(directory, NO_FLAGS, Map.of(), "prod"))
                .hasMessage("--env: prod (expected: production)");
    }

    @Test
    void onlyTheNamedApplicationsAreChosen(@TempDir Path directory) throws IOException {
        assertThat(of(directory, NO_FLAGS, Map.of(), null, "web").applications())
                .singleElement()
                .satisfies(one -> assertThat(one.declaration().config().name()).isEqualTo("web"));
        assertThatThrownBy(() -> of(directory, NO_FLAGS, Map.of(), null, "wbe"))
                .hasMessage("--only: wbe: no such application (expected: web)");
    }

    @Test
    void aVariableOfBatonsThatThereIsNotIsAWarning(@TempDir Path directory) throws IOException {
        Map<String, String> variables = Map.of(
                "BATON_KILL_TIMOUT",
                "1s",
                "BATON_HOME",
                "/x",
                "BATON_EXEC",
                "off",
                "BATON_APP",
                "y",
                "BATON_INSTANCE",
                "0");
        assertThat(of(directory, NO_FLAGS, variables, null).warnings())
                .containsExactly(
                        "baton: BATON_KILL_TIMOUT in the environment: no such setting (expected: BATON_KILL_TIMEOUT)");
    }

    /** The file means the same wherever it is called; a flag means what its operator sees. */
    @Test
    void pathsInTheFileBeginAtTheFileAndThoseOfFlagsAtTheOperator(@TempDir Path directory) throws IOException {
        Files.createDirectory(directory.resolve("conf"));
        Files.writeString(directory.resolve("conf/app.js"), "require('http')");
        Files.writeString(directory.resolve("conf/baton.yml"), "{ script: app.js, interpreter: bin/node }");
        Declaration one = declared(directory, "conf/baton.yml", NO_FLAGS);
        assertThat(one.file()).isEqualTo(directory.resolve("conf/app.js"));
        assertThat(one.surroundings().directory()).isEqualTo(directory.resolve("conf"));
        assertThat(one.settings().get(Keys.INTERPRETER))
                .isEqualTo(directory.resolve("conf/bin/node").toString());
        Declaration other = declared(directory, "conf/baton.yml", flags(Keys.CWD, "sub/x"));
        assertThat(other.config().surroundings().directory()).isEqualTo(directory.resolve("sub/x"));
    }

    private static Declaration first(Path directory, Settings flags, Map<String, String> environment)
            throws IOException {
        return of(directory, flags, environment, null).applications().get(0).declaration();
    }

    private static Assembly.Result of(
            Path directory, Settings flags, Map<String, String> environment, @Nullable String profile, String... only)
            throws IOException {
        Files.writeString(directory.resolve("baton.yml"), TWO);
        return Assembly.of(
                Path.of("baton.yml"),
                new Assembly.Choices(flags, profile, List.of(only)),
                new Surroundings(environment, directory, null));
    }

    private static Declaration declared(Path directory, String file, Settings flags) {
        return Assembly.of(
                        Path.of(file),
                        new Assembly.Choices(flags, null, List.of()),
                        new Surroundings(Map.of(), directory, null))
                .applications()
                .get(0)
                .declaration();
    }

    private static Settings flags(Key<?> key, String text) {
        return new Settings.Builder().add(key, text, Source.flag(key)).build();
    }
}
