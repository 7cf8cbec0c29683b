package io.baton.master.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LineBufferTest {

    private final LineMemory memory = new LineMemory();
    private final LineBuffer lines = new LineBuffer(memory);

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
    void theLongestLineHasAMegabyte() {
        add("a".repeat(LineBuffer.MAX_LINE));
        assertThat(lines.isTooLong()).isFalse();
        add("\n");
        assertThat(lines.isTooLong()).isFalse();
        assertThat(lines.next()).hasSize(LineBuffer.MAX_LINE);
        add("a".repeat(LineBuffer.MAX_LINE + 1));
        assertThat(lines.isTooLong()).isTrue();
    }

    @Test
    void aLongLineKeepsItsMemoryUntilItIsAnsweredAndThenGivesItBack() {
        add("a".repeat(100_000) + "\n");
        assertThat(lines.next()).hasSize(100_000);
        assertThat(memory.left()).isLessThan(LineMemory.BYTES - 100_000);
        lines.answered();
        assertThat(memory.left()).isEqualTo(LineMemory.BYTES);
        assertThat(lines.room()).isEqualTo(LineBuffer.USUAL);
    }

    @Test
    void theEndOfAClientGivesBackTheMemoryOfHalfALine() {
        add("a".repeat(100_000));
        lines.end();
        assertThat(memory.left()).isEqualTo(LineMemory.BYTES);
    }

    @Test
    void aLineGetsNoMoreMemoryThanAllLinesTogetherMayHave() {
        List<LineBuffer> others = new ArrayList<>();
        for (int i = 0; i < LineMemory.BYTES / LineBuffer.MAX_LINE; i++) {
            LineBuffer other = new LineBuffer(memory);
            add(other, "a".repeat(LineBuffer.MAX_LINE));
            others.add(other);
        }
        add("a".repeat(LineBuffer.USUAL));
        while (lines.grow()) {
            add("a".repeat(lines.room()));
        }
        assertThat(lines.isFull()).isTrue();
        assertThat(lines.isTooLong()).isFalse();
        others.get(0).end();
        assertThat(lines.grow()).isTrue();
    }

    private void add(String text) {
        add(lines, text);
    }

    private static void add(LineBuffer to, String text) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            if (to.room() == 0) {
                assertThat(to.grow()).isTrue();
            }
            int count = Math.min(to.room(), bytes.remaining());
            to.add(bytes.slice(bytes.position(), count));
            bytes.position(bytes.position() + count);
        }
    }
}
