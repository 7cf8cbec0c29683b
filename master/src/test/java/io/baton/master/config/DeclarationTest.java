package io.baton.master.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.protocol.message.ValueCodec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeclarationTest {

    @Test
    void whatWasDeclaredIsTheSameAfterATripThroughJson(@TempDir Path directory) throws Exception {
        Path program = Files.writeString(directory.resolve("app.js"), "// nothing\n");
        Settings settings = new Settings.Builder()
                .add(Keys.INSTANCES, "3", Source.flag(Keys.INSTANCES))
                .add(Keys.NODE_ARGS, "--import 'a b'", Source.file("baton.yml", 3, 7))
                .add(Keys.NODE_ARGS, "--expose-gc", Source.file("baton.yml", 4, 7))
                .add(Keys.STOP_SIGNAL, "usr2", Source.variable("X"))
                .build();
        Surroundings surroundings = new Surroundings(
                Map.of("PATH", "/bin", "GREETING", "h\u00e9 \"there\"\n"), directory, Path.of("/opt/java/bin/java"));
        Declaration declared = new Declaration(program, List.of("--verbose", "x y"), settings, surroundings);

        Declaration read = overJson(declared);

        assertThat(read.config()).isEqualTo(declared.config());
        assertThat(Objects.requireNonNull(read.config().application()).nodeArguments())
                .containsExactly("--import", "a b", "--expose-gc");
        assertThat(read.settings().source(Keys.NODE_ARGS)).isEqualTo(Source.file("baton.yml", 4, 7));
        assertThat(read.surroundings()).isEqualTo(surroundings);
    }

    @Test
    void theBuiltInApplicationHasNoFile() {
        Declaration read = overJson(new Declaration(null, List.of(), Settings.DEFAULTS, Surroundings.NONE));
        assertThat(read.config().name()).isEqualTo(ApplicationName.BUILT_IN);
    }

    @Test
    void whatIsNoDeclarationIsRefusedByName() {
        Map<String, Object> json = new Declaration(null, List.of(), Settings.DEFAULTS, Surroundings.NONE).toJson();
        json.put("settings", List.of(List.of("instnaces", "3", "FLAG", "--instances")));
        assertThatThrownBy(() -> Declaration.of(json))
                .isInstanceOf(ConfigException.class)
                .hasMessage("instnaces: no such setting");
        json.put("settings", List.of("instances"));
        assertThatThrownBy(() -> Declaration.of(json))
                .hasMessageStartingWith("application: settings: instances (expected");
        json.put("settings", List.of());
        json.put("file", "app.js");
        assertThatThrownBy(() -> Declaration.of(json))
                .hasMessage("application: file: app.js (expected: an absolute path)");
    }

    private static Declaration overJson(Declaration declared) {
        return Declaration.of(
                (Map<?, ?>) Objects.requireNonNull(ValueCodec.decode(ValueCodec.encode(declared.toJson()))));
    }
}
