package io.baton.master.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where an application is, as its operator sees it and not the process that reads it. */
final class SurroundingsTest {

    private final Settings.Builder settings = new Settings.Builder();

    @TempDir
    private Path operators = Path.of("");

    @Test
    void relativePathsBeginInTheDirectoryOfTheOperator() throws Exception {
        Files.writeString(operators.resolve("app.js"), "// nothing\n");
        flag(Keys.CWD, "data");
        flag(Keys.INTERPRETER, "./bin/node");
        GroupConfig config = declared(Path.of("app.js")).config();
        assertThat(Objects.requireNonNull(config.application()).file()).isEqualTo(operators.resolve("app.js"));
        assertThat(config.application().interpreter()).isEqualTo(operators + "/./bin/node");
        assertThat(config.surroundings().directory()).isEqualTo(operators.resolve("data"));
    }

    @Test
    void aJvmMayBeNamedRelativelyAndADirectoryAbsolutely() {
        flag(Keys.JAVA, "jdk");
        flag(Keys.CWD, "/srv");
        GroupConfig config = declared(null).config();
        assertThat(config.surroundings().java()).isEqualTo(operators.resolve("jdk"));
        assertThat(config.surroundings().directory()).isEqualTo(Path.of("/srv"));
    }

    @Test
    void withoutThemTheOperatorsOwnAreObeyed() {
        GroupConfig config = declared(null).config();
        assertThat(config.surroundings()).isEqualTo(new Surroundings(Map.of("A", "b"), operators, Path.of("/jdk")));
    }

    @Test
    void aNameThatProgramsLookUpIsNoRelativePath() throws Exception {
        Files.writeString(operators.resolve("app.js"), "// nothing\n");
        flag(Keys.INTERPRETER, "deno");
        assertThat(Objects.requireNonNull(declared(Path.of("app.js")).config().application())
                        .interpreter())
                .isEqualTo("deno");
    }

    @Test
    void aJvmForANodeProgramIsAMistake() throws Exception {
        Files.writeString(operators.resolve("app.js"), "// nothing\n");
        flag(Keys.JAVA, "/jdk");
        assertThatThrownBy(() -> declared(Path.of("app.js")).config()).hasMessage("--java: not for a Node application");
    }

    @Test
    void anEmptyPathIsNone() {
        assertThatThrownBy(() -> flag(Keys.CWD, "")).hasMessage("--cwd:  (expected: a path)");
    }

    private void flag(Key<?> key, String text) {
        settings.add(key, text, Source.flag(key));
    }

    private Declaration declared(@Nullable Path file) {
        return new Declaration(
                file, List.of(), settings.build(), new Surroundings(Map.of("A", "b"), operators, Path.of("/jdk")));
    }
}
