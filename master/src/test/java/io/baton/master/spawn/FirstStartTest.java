package io.baton.master.spawn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the first worker was started, in its file. */
final class FirstStartTest {

    private static final Map<String, String> GIVEN = Map.of("HOME", "/home/web", "SECRET", "s3same", "PORT", "80");

    private static final SpawnRequest REQUEST = new SpawnRequest(
            List.of("/bin/java", "-Xmx40m", "Worker"),
            List.of("HOME=/home/web", "SECRET=s3same", "PORT=3000", "BATON_APP=baton"),
            false);

    private final Path library;

    FirstStartTest(@TempDir Path library) {
        this.library = library;
    }

    @Test
    void isTheSameStartWithTheSameVariables() throws IOException {
        keep(REQUEST.counting().in("/srv"));
        SpawnRequest again = read().request(GIVEN);
        assertThat(again.command()).isEqualTo(REQUEST.command());
        assertThat(again.environment()).containsExactlyInAnyOrderElementsOf(REQUEST.environment());
        assertThat(again.directory()).isEqualTo("/srv");
        assertThat(again.wiring()).isEqualTo(Wiring.COUNTING);
    }

    @Test
    void takesTheOperatorsVariablesAsTheyAreToday() throws IOException {
        keep(new SpawnRequest(REQUEST.command(), List.of("HOME=/home/web", "SECRET=s3same"), false));
        assertThat(read().request(Map.of("SECRET", "other", "PORT", "80", "NEW", "a=b"))
                        .environment())
                .containsExactlyInAnyOrder("SECRET=other", "NEW=a=b");
    }

    @Test
    void keepsNoValueOfTheOperators() throws IOException {
        keep(REQUEST);
        assertThat(new String(Files.readAllBytes(FirstStart.file(library)), StandardCharsets.ISO_8859_1))
                .contains("PORT=3000")
                .doesNotContain("s3same")
                .doesNotContain("/home/web");
    }

    @Test
    void aFileThatIsCutOffOrChangedIsNone() throws IOException {
        assertThat(FirstStart.read(library)).isNull();
        keep(REQUEST);
        byte[] whole = Files.readAllBytes(FirstStart.file(library));
        for (int length = 0; length < whole.length; length++) {
            Files.write(FirstStart.file(library), Arrays.copyOf(whole, length));
            assertThat(FirstStart.read(library))
                    .as("%s bytes of %s", length, whole.length)
                    .isNull();
        }
        byte[] huge = whole.clone();
        huge[4] = 0x7f;
        Files.write(FirstStart.file(library), huge);
        assertThat(FirstStart.read(library)).isNull();
    }

    private void keep(SpawnRequest request) throws IOException {
        HeadStart.remember(library, request, GIVEN, Files::write);
    }

    private FirstStart read() {
        return Objects.requireNonNull(FirstStart.read(library));
    }
}
