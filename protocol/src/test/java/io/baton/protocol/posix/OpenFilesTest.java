package io.baton.protocol.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(OpenDescriptors.class)
final class OpenFilesTest {

    @TempDir
    private Path directory = Path.of("");

    private Path file = Path.of("");
    private Path copy = Path.of("");

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(directory.resolve("file"), "what it says");
        copy = Files.writeString(directory.resolve("copy"), "what it says");
    }

    @Test
    void aReaderOfAnOverwrittenFileReadsItsCopy() throws IOException {
        try (RandomAccessFile reader = new RandomAccessFile(file.toFile(), "r")) {
            assertThat(OpenFiles.redirect(file, copy)).isEqualTo(1);
            Files.writeString(file, "something else");
            reader.seek(5);
            assertThat(reader.readLine()).isEqualTo("it says");
        }
    }

    @Test
    void aFileIsFoundByEachOfItsNames() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);
        try (RandomAccessFile first = new RandomAccessFile(file.toFile(), "r");
                RandomAccessFile second = new RandomAccessFile(link.toFile(), "r")) {
            assertThat(OpenFiles.redirect(link, copy)).isEqualTo(2);
            assertThat(first.getFD()).isNotEqualTo(second.getFD());
        }
    }

    @Test
    void otherFilesStayAsTheyAre() throws IOException {
        Path other = Files.writeString(directory.resolve("other"), "other");
        try (RandomAccessFile reader = new RandomAccessFile(other.toFile(), "r")) {
            assertThat(OpenFiles.redirect(file, copy)).isZero();
            assertThat(reader.readLine()).isEqualTo("other");
        }
    }

    @Test
    void aMissingCopyChangesNothing() throws IOException {
        try (RandomAccessFile reader = new RandomAccessFile(file.toFile(), "r")) {
            assertThatThrownBy(() -> OpenFiles.redirect(file, directory.resolve("none")))
                    .hasMessageContaining("none")
                    .hasMessageContaining("ENOENT");
            assertThat(reader.readLine()).isEqualTo("what it says");
        }
    }
}
