package io.baton.protocol.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(OpenDescriptors.class)
final class MemoryFileTest {

    @TempDir
    private Path directory = Path.of("");

    @Test
    void aFileWithoutANameHoldsWhatWasWrittenHoweverOftenItIsRead() throws IOException {
        byte[] bytes = new byte[300_000];
        new Random(1).nextBytes(bytes);
        try (Fd file = MemoryFile.of("test", directory, bytes)) {
            assertThat(MemoryFile.read(file)).isEqualTo(bytes);
            assertThat(MemoryFile.read(file)).isEqualTo(bytes);
            assertThat(Inheritance.includes(file.number())).isFalse();
            assertThat(directory).isEmptyDirectory();
        }
    }

    @Test
    void aFileOnADiskTakesThePlaceOfOneInMemoryAndHasNoNameEither() throws IOException {
        try (Fd file = MemoryFile.unlinked(directory.resolve("state").toString())) {
            assertThat(directory).isEmptyDirectory();
            assertThat(MemoryFile.read(file)).isEmpty();
        }
    }
}
