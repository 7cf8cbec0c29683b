package io.baton.master.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.config.Declaration;
import io.baton.master.config.GroupConfig;
import io.baton.master.config.Key;
import io.baton.master.config.Keys;
import io.baton.master.config.Settings;
import io.baton.master.config.Source;
import io.baton.master.config.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
final class LogNamesTest {

    @TempDir
    Path home;

    @Test
    void aWorkerOfADaemonHasTwoFilesOfItsOwn() {
        LogNames names = LogNames.of(config(), Path.of("/home/logs"));
        assertThat(names.file(2, Printed.OUT)).isEqualTo(Path.of("/home/logs/api-2-out.log"));
        assertThat(names.file(2, Printed.ERR)).isEqualTo(Path.of("/home/logs/api-2-err.log"));
        assertThat(names.areShared(Printed.OUT)).isFalse();
    }

    @Test
    void inTheForegroundOnlyTheOutputThatWasNamedGoesIntoAFile() {
        LogNames names = LogNames.of(config("out-file", "log/out.log"), null);
        assertThat(names.file(2, Printed.OUT)).isEqualTo(Path.of("/srv/api/log/out.log"));
        assertThat(names.areShared(Printed.OUT)).isTrue();
        assertThat(names.file(2, Printed.ERR)).isNull();
    }

    @Test
    void aNamedFileMayHaveANumberForEachSlot() {
        LogNames names =
                LogNames.of(config("out-file", "/l/{{name}}-{{slot}}.log", "error-file", "/l/{{index+100}}.e"), null);
        assertThat(names.file(2, Printed.OUT)).isEqualTo(Path.of("/l/api-2.log"));
        assertThat(names.file(2, Printed.ERR)).isEqualTo(Path.of("/l/101.e"));
        assertThat(names.areShared(Printed.OUT)).isFalse();
    }

    @Test
    void mergedWorkersShareAFile() {
        LogNames names = LogNames.of(config("merge-logs", "on"), Path.of("/home/logs"));
        assertThat(names.file(2, Printed.OUT)).isEqualTo(Path.of("/home/logs/api-out.log"));
        assertThat(names.areShared(Printed.OUT)).isTrue();
    }

    @Test
    void aProcessThatServesNoApplicationHasNoFile() {
        assertThat(LogNames.of(config(), Path.of("/home/logs")).file(0, Printed.OUT))
                .isNull();
    }

    @Test
    void theFilesOfAnotherApplicationWithASimilarNameAreNotTaken() throws IOException {
        for (String name : List.of(
                "api-1-out.log",
                "api-12-err.log.3",
                "api-1-out.log.gz",
                "api-2-1-out.log",
                "web-1-out.log",
                "api-x-out.log")) {
            Files.createFile(home.resolve(name));
        }
        assertThat(LogNames.in(home, "api", false).existing())
                .containsExactlyInAnyOrder(home.resolve("api-1-out.log"), home.resolve("api-12-err.log.3"));
        assertThat(LogNames.of(config("out-file", home + "/{{name}}-{{ index+1 }}-out.log"), null)
                        .existing())
                .containsExactly(home.resolve("api-1-out.log"));
    }

    private static GroupConfig config(String... settings) {
        Settings.Builder builder = new Settings.Builder();
        add(builder, Keys.NAME, "api");
        for (int i = 0; i < settings.length; i += 2) {
            add(builder, Keys.named(settings[i]), settings[i + 1]);
        }
        Surroundings surroundings = new Surroundings(Map.of(), Path.of("/srv/api"), null);
        return new Declaration(null, List.of(), builder.build(), surroundings).config();
    }

    private static void add(Settings.Builder settings, Key<?> key, String text) {
        settings.add(key, text, Source.flag(key));
    }
}
