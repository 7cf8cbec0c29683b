package io.baton.master.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class LineBufferTest {

    private final LineBuffer lines = new LineBuffer();

    @Test
    void aLineIsThereWhenItsEndIs() {
        add("{\"v\"");
        assertThat(lines.next()).isNull();
        add(":1}\nnext");
        assertThat(lines.next()).isEqualTo("{\"v\":1}");
        assertThat(lines.next()).isNull();
    }

    @Test
    void severalLinesComeInOrder() {
        add("one\n\ntwo\n");
        assertThat(lines.next()).isEqualTo("one");
        assertThat(lines.next()).isEmpty();
        assertThat(lines.next()).isEqualTo("two");
    }

    @Test
    void theLongestLineHasFourThousandAndNinetySixBytes() {
        add("a".repeat(LineBuffer.MAX_LINE));
        assertThat(lines.isTooLong()).isFalse();
        add("\n");
        assertThat(lines.isTooLong()).isFalse();
        assertThat(lines.next()).hasSize(LineBuffer.MAX_LINE);
        add("a".repeat(LineBuffer.MAX_LINE + 1));
        assertThat(lines.isTooLong()).isTrue();
    }

    private void add(String text) {
        lines.add(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }
}
