package io.baton.master.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
final class TailTest {

    @TempDir
    Path directory;

    @Test
    void theLastLinesAreThoseOfTheEnd() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 30_000; i++) {
            text.append("line ").append(i).append('\n');
        }
        write(text.toString());
        try (Tail tail = new Tail(file())) {
            assertThat(tail.last(3)).containsExactly("line 29997", "line 29998", "line 29999");
            assertThat(tail.next()).isEmpty();
            write("more\nunfinished");
            assertThat(tail.next()).containsExactly("more");
            assertThat(tail.unfinished()).containsExactly("unfinished");
            write(" no more\n");
            assertThat(tail.next()).containsExactly("unfinished no more");
        }
    }

    @Test
    void theOldestOfTheLastLinesMayBeInRenamedFiles() throws IOException {
        Files.writeString(file("2"), "a\nb\n");
        Files.writeString(file("1"), "c\n");
        write("d\ne\n");
        try (Tail tail = new Tail(file())) {
            assertThat(tail.last(4)).containsExactly("b", "c", "d", "e");
        }
        try (Tail tail = new Tail(file())) {
            assertThat(tail.last(100)).containsExactly("a", "b", "c", "d", "e");
            assertThat(tail.last(0)).isEmpty();
        }
    }

    @Test
    void noLineIsMissedWhenTheFileIsRenamedSeveralTimesBetweenTwoLooks() throws IOException {
        List<String> read = new ArrayList<>();
        try (Tail tail = new Tail(file())) {
            int number = 0;
            write("line " + number++ + "\n");
            read.addAll(tail.last(10));
            for (int look = 0; look < 20; look++) {
                for (int renaming = 0; renaming < look % 4; renaming++) {
                    write("line " + number++ + "\nline " + number++ + "\n");
                    rename();
                    write("line " + number++ + "\n");
                }
                read.addAll(tail.next());
            }
            assertThat(read).hasSize(number);
            for (int i = 0; i < number; i++) {
                assertThat(read.get(i)).isEqualTo("line " + i);
            }
        }
    }

    @Test
    void aFileThatWasEmptiedIsReadFromItsBeginning() throws IOException {
        write("one\ntwo\n");
        try (Tail tail = new Tail(file())) {
            tail.last(1);
            Files.writeString(file(), "new\n");
            assertThat(tail.next()).containsExactly("new");
        }
    }

    @Test
    void aFileThatIsNotThereYetIsReadWhenItIs() throws IOException {
        try (Tail tail = new Tail(file())) {
            assertThat(tail.last(5)).isEmpty();
            assertThat(tail.next()).isEmpty();
            write("first\n");
            assertThat(tail.next()).containsExactly("first");
        }
    }

    private void write(String text) throws IOException {
        Files.writeString(file(), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void rename() throws IOException {
        for (int i = 9; i >= 1; i--) {
            if (Files.exists(file("" + i))) {
                Files.move(file("" + i), file("" + (i + 1)), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.move(file(), file("1"));
    }

    private Path file() {
        return directory.resolve("api-1-out.log");
    }

    private Path file(String number) {
        return directory.resolve("api-1-out.log." + number);
    }
}
