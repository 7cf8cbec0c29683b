package io.baton.master.output;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class LineCutterTest {

    private final List<String> given = new ArrayList<>();
    private final LineCutter cutter = new LineCutter(lines -> given.add(new String(lines, ISO_8859_1)));

    @Test
    void wholeLinesArePassedOnTogetherAndTheRestWaitsForItsEnd() {
        add("one\ntwo\nthr");
        assertThat(given).containsExactly("one\ntwo\n");
        add("ee\nfour\n");
        assertThat(given).containsExactly("one\ntwo\n", "three\n", "four\n");
    }

    @Test
    void aLineThatArrivesByteByByteIsOneLine() {
        for (char c : "slow\n".toCharArray()) {
            assertThat(given).isEmpty();
            add(String.valueOf(c));
        }
        assertThat(given).containsExactly("slow\n");
    }

    @Test
    void aLineWithoutAnEndAtTheEndOfTheStreamIsALine() {
        add("no end");
        cutter.end();
        cutter.end();
        assertThat(given).containsExactly("no end\n");
    }

    @Test
    void aLineAsLongAsTheLimitStaysWholeHoweverItArrives() {
        String line = "x".repeat(LineCutter.MAX_LINE);
        add(line);
        add("\nnext\n");
        for (int at = 0; at < line.length(); at += 1000) {
            add(line.substring(at, Math.min(line.length(), at + 1000)));
        }
        add("\n");
        assertThat(given).containsExactly(line + "\n", "next\n", line + "\n");
    }

    @Test
    void aLongerLineIsCutAtTheLimit() {
        String limit = "x".repeat(LineCutter.MAX_LINE);
        add("begun");
        add(limit);
        add("y\nnext\n");
        assertThat(given).containsExactly("begun" + limit.substring(5) + "\n", limit.substring(0, 5) + "y\n", "next\n");
    }

    @Test
    void aLongerLineIsCutBetweenTwoCharactersHoweverItArrives() {
        for (String character : List.of("ä", "€", "😀")) {
            for (int step : List.of(1, 7, 1000, LineCutter.MAX_LINE)) {
                given.clear();
                String line = "x" + character.repeat(100_000);
                byte[] bytes = (line + "\nnext\n").getBytes(UTF_8);
                for (int at = 0; at < bytes.length; at += step) {
                    cutter.add(ByteBuffer.wrap(bytes, at, Math.min(step, bytes.length - at)));
                }
                String all = new String(String.join("", given).getBytes(ISO_8859_1), UTF_8);
                assertThat(all).endsWith("\nnext\n");
                assertThat(all.replace("\n", "")).isEqualTo(line + "next");
                assertThat(all.split("\n", -1)[0].getBytes(UTF_8).length)
                        .isBetween(LineCutter.MAX_LINE - 3, LineCutter.MAX_LINE);
            }
        }
    }

    @Test
    void aStreamWithoutEndsOfLinesIsPassedOnInBoundedPieces() {
        String chunk = "z".repeat(LineCutter.MAX_LINE);
        for (int i = 0; i < 10; i++) {
            add(chunk);
        }
        cutter.end();
        assertThat(given).hasSize(10).containsOnly(chunk + "\n");
    }

    @Test
    void howTheBytesArriveDoesNotMatter() {
        Random random = new Random(7);
        StringBuilder text = new StringBuilder();
        for (int line = 0; line < 2000; line++) {
            text.append("l".repeat(random.nextInt(200))).append('\n');
        }
        int at = 0;
        while (at < text.length()) {
            int end = Math.min(text.length(), at + random.nextInt(1000));
            add(text.substring(at, end));
            at = end;
        }
        assertThat(String.join("", given)).isEqualTo(text.toString());
        assertThat(given).allMatch(lines -> lines.endsWith("\n"));
    }

    private void add(String text) {
        cutter.add(ByteBuffer.wrap(text.getBytes(ISO_8859_1)));
    }
}
