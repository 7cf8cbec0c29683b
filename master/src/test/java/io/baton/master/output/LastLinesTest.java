package io.baton.master.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LastLinesTest {

    private final LastLines lines = new LastLines();

    @Test
    void theLastTwentyAreKeptInOrder() {
        add("first\n");
        add(numbers("a", 15));
        add(numbers("b", 8));
        assertThat(lines.lines()).hasSize(20).startsWith("a4", "a5").endsWith("b7", "b8");
    }

    @Test
    void theLastOfManyLinesAtOnceAreKept() {
        add(numbers("", 10_000));
        assertThat(lines.lines()).hasSize(20).startsWith("9981").endsWith("10000");
    }

    @Test
    void twentyAtOnceAreAllKept() {
        add(numbers("", 20));
        assertThat(lines.lines()).hasSize(20).startsWith("1").endsWith("20");
    }

    @Test
    void aLongLineIsCutBetweenTwoCharacters() {
        lines.add(("x" + "ä".repeat(1000) + "\n").getBytes(StandardCharsets.UTF_8));
        assertThat(lines.lines()).containsExactly("x" + "ä".repeat(499));
    }

    @Test
    void theBeginningOfALongLineIsKept() {
        add("x".repeat(50_000) + "\n\nafter\n");
        assertThat(lines.lines()).isEqualTo(List.of("x".repeat(LastLines.MAX_BYTES), "", "after"));
    }

    @Test
    void bytesThatAreNotUtf8AreShownAsReplacementCharacters() {
        lines.add(new byte[] {(byte) 0xff, 'a', '\n'});
        assertThat(lines.lines()).containsExactly("\ufffda");
    }

    private void add(String text) {
        lines.add(text.getBytes(UTF_8));
    }

    private static String numbers(String prefix, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> prefix + number + "\n")
                .collect(Collectors.joining());
    }
}
