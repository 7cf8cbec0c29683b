package io.baton.master.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.config.Declaration;
import io.baton.master.config.Settings;
import io.baton.master.config.Source;
import io.baton.master.config.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a configuration file says is what its operator means by it. */
final class GoodFilesTest {

    @ParameterizedTest
    @MethodSource("cases")
    void theFileMeansWhatItSays(Cases.Case good, @TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("app.js"), "require('http')");
        Files.createDirectory(directory.resolve("sub"));
        Files.writeString(directory.resolve("sub/app.js"), "require('http')");
        Files.writeString(
                directory.resolve("sub/a.env"),
                "# comment\nA=file\nexport B=\"two words\"\n\nC=hash#inside # comment\n");
        Files.writeString(directory.resolve(good.file()), good.text());
        Assembly.Result result = Assembly.of(
                Path.of(good.file()),
                new Assembly.Choices(Settings.DEFAULTS, null, List.of()),
                new Surroundings(Map.of("E", "of the shell"), directory, null));
        List<String> lines = new ArrayList<>();
        for (Assembly.Declared declared : result.applications()) {
            lines.addAll(lines(declared.declaration()));
        }
        lines.addAll(result.warnings());
        assertThat(lines.stream()
                        .map(line -> line.replace(directory.toString(), "DIR"))
                        .toList())
                .containsExactlyElementsOf(good.expected());
    }

    private static List<String> lines(Declaration one) {
        String name = one.config().name();
        List<String> lines = new ArrayList<>();
        lines.add(name + " program=" + (one.file() == null ? "none" : one.file()));
        if (!one.arguments().isEmpty()) {
            lines.add(name + " args=" + one.arguments());
        }
        for (Settings.Said said : one.settings().said()) {
            assertThat(said.source().rank()).isEqualTo(Source.Rank.FILE);
            lines.add(name + " " + said.key() + "=" + one.settings().show(said.key()));
        }
        new TreeMap<>(one.surroundings().environment()).forEach((variable, value) -> {
            if (!value.equals("of the shell")) {
                lines.add(name + " env " + variable + "=" + value);
            }
        });
        // A key that is there several times has one value.
        return lines.stream().distinct().toList();
    }

    static List<Cases.Case> cases() throws IOException {
        return Cases.read("good-files.txt");
    }
}
