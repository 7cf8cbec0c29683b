package io.baton.master.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.master.config.Settings;
import io.baton.master.config.Surroundings;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is no configuration at all is told in one line. */
final class FileTextTest {

    @Test
    void whatCannotBeReadIsNamed(@TempDir Path directory) throws IOException {
        Files.createDirectory(directory.resolve("dir.yml"));
        Files.write(directory.resolve("binary.yml"), new byte[] {0x50, 0x4B, 3, 4, 0, 0});
        Files.write(directory.resolve("latin.yml"), new byte[] {'a', ':', ' ', (byte) 0xE4, '\n'});
        Files.writeString(directory.resolve("empty.yml"), "");
        Files.createSymbolicLink(directory.resolve("link.yml"), directory.resolve("nothing"));
        Files.writeString(directory.resolve("ecosystem.config.js"), "module.exports = {}");
        assertRefused(directory, "dir.yml", "dir.yml: is a directory (expected: a file)");
        assertRefused(directory, "binary.yml", "binary.yml: is a binary file (expected: a text in UTF-8)");
        assertRefused(directory, "latin.yml", "latin.yml: is no text in UTF-8");
        assertRefused(directory, "empty.yml", "empty.yml: is empty (expected: apps, a list of applications)");
        assertRefused(directory, "link.yml", "link.yml: is a link to a file that does not exist");
        assertRefused(directory, "none.yml", "none.yml: does not exist");
        assertRefused(
                directory,
                "ecosystem.config.js",
                "ecosystem.config.js: is a program, which Baton does not run; write down what it says: node -p"
                        + " 'JSON.stringify(require(\"./ecosystem.config.js\"))' > ecosystem.config.json");
    }

    @Test
    void aFileOfAGigabyteIsRefusedAtOnce(@TempDir Path directory) throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(directory.resolve("big.yml").toFile(), "rw")) {
            file.setLength(1L << 30);
        }
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertRefused(directory, "big.yml", "big.yml: is too large (expected: at most 1 MB)"));
    }

    /** Each alias is the same object again, so a few lines cannot become billions. */
    @Test
    void aliasesOfAliasesAreNoBomb(@TempDir Path directory) throws IOException {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 60; i++) {
            bomb.append("a")
                    .append(i)
                    .append(": &a")
                    .append(i)
                    .append(" [*a")
                    .append(i - 1)
                    .append(", *a")
                    .append(i - 1)
                    .append("]\n");
        }
        Files.writeString(directory.resolve("bomb.yml"), bomb + "apps: *a59\n");
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(10), () -> assertThatThrownBy(() -> read(directory, "bomb.yml"))
                        .isInstanceOf(ConfigFileException.class)
                        .hasMessageContaining("a1: unknown key"));
    }

    @Test
    void deepNestingIsRefused(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("deep.yml"), "[".repeat(100_000));
        Files.writeString(directory.resolve("deep.json"), "[".repeat(100_000));
        assertThatThrownBy(() -> read(directory, "deep.yml")).isInstanceOf(ConfigFileException.class);
        assertThatThrownBy(() -> read(directory, "deep.json")).isInstanceOf(ConfigFileException.class);
    }

    @Test
    void manyErrorsAreCutShort(@TempDir Path directory) throws IOException {
        StringBuilder keys = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            keys.append("zebra").append(i).append(": 1\n");
        }
        Files.writeString(directory.resolve("many.yml"), keys);
        assertThatThrownBy(() -> read(directory, "many.yml")).satisfies(told -> {
            List<String> errors = ((ConfigFileException) told).errors();
            assertThat(errors).hasSize(101).last().isEqualTo("and 400 more errors");
        });
    }

    private static void assertRefused(Path directory, String name, String line) {
        assertThatThrownBy(() -> read(directory, name))
                .isInstanceOf(ConfigFileException.class)
                .hasMessage(line);
    }

    private static Assembly.Result read(Path directory, String name) {
        return Assembly.of(
                Path.of(name),
                new Assembly.Choices(Settings.DEFAULTS, null, List.of()),
                new Surroundings(Map.of(), directory, null));
    }
}
