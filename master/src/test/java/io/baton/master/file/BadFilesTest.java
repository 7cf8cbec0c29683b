package io.baton.master.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.baton.master.config.Settings;
import io.baton.master.config.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each error in a configuration file is told with its place, what was found and what was expected; all of them at once. */
final class BadFilesTest {

    @ParameterizedTest
    @MethodSource("cases")
    void everyErrorIsALineWithItsPlace(Cases.Case bad, @TempDir Path directory) throws IOException {
        writeWhatTheFilesName(directory);
        Files.writeString(directory.resolve(bad.file()), bad.text());
        ConfigFileException told = catchThrowableOfType(
                ConfigFileException.class,
                () -> Assembly.of(
                        Path.of(bad.file()),
                        new Assembly.Choices(Settings.DEFAULTS, null, List.of()),
                        new Surroundings(Map.of(), directory, null)));
        assertThat(told).as("accepted").isNotNull();
        assertThat(told.errors().stream()
                        .map(line -> line.replace(directory.toString(), "DIR"))
                        .toList())
                .containsExactlyElementsOf(bad.expected());
    }

    static List<Cases.Case> cases() throws IOException {
        return Cases.read("bad-files.txt");
    }

    private static void writeWhatTheFilesName(Path directory) throws IOException {
        Files.writeString(directory.resolve("app.js"), "require('http')");
        Files.writeString(directory.resolve("bad.env"), "GOOD=1\njust words\nOPEN=\"never closed\n# comment\n");
    }
}
