package io.baton.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineFramerTest {

    private final LineFramer framer = new LineFramer();
    private final List<String> lines = new ArrayList<>();

    @Test
    void linesOfOnePieceAreReportedInOrder() throws ProtocolException {
        feed("one\ntwo\nthree\n");

        assertThat(lines).containsExactly("one", "two", "three");
        assertThat(framer.hasPartialLine()).isFalse();
    }

    @Test
    void lineIsReportedWithItsEndAndNotBefore() throws ProtocolException {
        feed("on");
        assertThat(lines).isEmpty();
        feed("e");
        assertThat(lines).isEmpty();
        feed("\nt");
        assertThat(lines).containsExactly("one");
        feed("wo\n");
        assertThat(lines).containsExactly("one", "two");
    }

    @Test
    void linesAreTheSameByteByByteAsInOnePiece() throws ProtocolException {
        byte[] stream = randomStream(new Random(1), 60, 3_000);
        List<String> whole = linesOf(stream, stream.length, new Random(1));

        assertThat(linesOf(stream, 1, new Random(1))).isEqualTo(whole);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void linesAreTheSameHoweverTheStreamIsSplit(int seed) throws ProtocolException {
        Random random = new Random(seed);
        byte[] stream = randomStream(random, 40, 150_000);
        List<String> whole = linesOf(stream, stream.length, random);

        assertThat(linesOf(stream, 65_536, random)).isEqualTo(whole);
        assertThat(linesOf(stream, 1_000, random)).isEqualTo(whole);
    }

    @Test
    void characterMayBeSplitBetweenReads() throws ProtocolException {
        byte[] smile = "\ud83d\ude00\n".getBytes(StandardCharsets.UTF_8);
        for (byte b : smile) {
            feed(new byte[] {b});
        }
        assertThat(lines).containsExactly("\ud83d\ude00");
    }

    @Test
    void emptyLinesAreReportedAsLines() throws ProtocolException {
        feed("\n\na\n");
        feed("\n");

        assertThat(lines).containsExactly("", "", "a", "");
    }

    @Test
    void lineOfOneMebibyteIsAcceptedInOnePiece() throws ProtocolException {
        String longest = "x".repeat(LineFramer.MAX_LINE);
        feed(longest + "\nnext\n");

        assertThat(lines).containsExactly(longest, "next");
    }

    @Test
    void lineOfOneMebibyteIsAcceptedInPieces() throws ProtocolException {
        String longest = "x".repeat(LineFramer.MAX_LINE);
        feedInPieces(longest + "\nnext\n", 60_000);

        assertThat(lines).containsExactly(longest, "next");
    }

    @Test
    void lineOfOneByteMoreIsRefusedInOnePiece() {
        assertThatThrownBy(() -> feed("x".repeat(LineFramer.MAX_LINE + 1) + "\n"))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("line: more than 1048576 bytes without an end");
    }

    @Test
    void lineOfOneByteMoreIsRefusedInPiecesBeforeItsEnd() {
        assertThatThrownBy(() -> feedInPieces("x".repeat(LineFramer.MAX_LINE + 1), 60_000))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("line: more than 1048576 bytes without an end");
        assertThat(lines).isEmpty();
    }

    @Test
    void lineOfOneByteMoreIsRefusedWhenOnlyItsLastByteComesLate() throws ProtocolException {
        feed("x".repeat(LineFramer.MAX_LINE));
        assertThatThrownBy(() -> feed("x\n")).isInstanceOf(ProtocolException.class);
    }

    @Test
    void streamThatEndsInALineIsTold() throws ProtocolException {
        assertThat(framer.hasPartialLine()).isFalse();
        feed("one\ntw");
        assertThat(framer.hasPartialLine()).isTrue();
        feed("o\n");
        assertThat(framer.hasPartialLine()).isFalse();
    }

    @Test
    void sinkThatReturnsFalseGetsNoMoreLinesOfThePiece() throws ProtocolException {
        ByteBuffer piece = ByteBuffer.wrap("a\nb\nc\nd".getBytes(StandardCharsets.UTF_8));
        framer.feed(piece, piece.capacity(), (buffer, start, end) -> {
            lines.add(text(buffer, start, end));
            return lines.size() < 2;
        });

        assertThat(lines).containsExactly("a", "b");
        assertThat(framer.hasPartialLine()).isFalse();
    }

    @Test
    void bytesBehindTheFedLengthAreIgnored() throws ProtocolException {
        framer.feed(ByteBuffer.wrap("a\nb\nc\n".getBytes(StandardCharsets.UTF_8)), 3, this::keep);

        assertThat(lines).containsExactly("a");
        feed("\n");
        assertThat(lines).containsExactly("a", "b");
    }

    private void feed(String piece) throws ProtocolException {
        feed(piece.getBytes(StandardCharsets.UTF_8));
    }

    private void feed(byte[] piece) throws ProtocolException {
        framer.feed(ByteBuffer.wrap(piece), piece.length, this::keep);
    }

    private void feedInPieces(String text, int size) throws ProtocolException {
        for (int start = 0; start < text.length(); start += size) {
            feed(text.substring(start, Math.min(text.length(), start + size)));
        }
    }

    private boolean keep(ByteBuffer buffer, int start, int end) {
        lines.add(text(buffer, start, end));
        return true;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 10, 11, 12, 100})
    void longLineThatTheSinkAllowsIsSkippedToItsEnd(int piece) throws ProtocolException {
        LineFramer skipping = new LineFramer(10);
        byte[] stream = ("one\n" + "x".repeat(10) + "\n" + "y".repeat(11) + "\ntwo\n" + "z".repeat(99) + "\n\nend\n")
                .getBytes(StandardCharsets.US_ASCII);
        for (int start = 0; start < stream.length; start += piece) {
            int length = Math.min(piece, stream.length - start);
            skipping.feed(ByteBuffer.wrap(stream, start, length).slice(), length, new Skipping());
        }

        assertThat(lines).containsExactly("one", "xxxxxxxxxx", "skipped 11", "two", "skipped 99", "", "end");
        assertThat(skipping.hasPartialLine()).isFalse();
    }

    @Test
    void lineThatNeverEndsIsNotSkippedWithoutLimit() throws ProtocolException {
        int piece = 1 << 20;
        ByteBuffer buffer = ByteBuffer.allocate(piece);
        for (long fed = 0; fed < LineFramer.MAX_SKIPPED; fed += piece) {
            framer.feed(buffer, piece, new Skipping());
        }
        assertThat(framer.isSkipping()).isTrue();
        assertThatThrownBy(() -> framer.feed(buffer, 1, new Skipping()))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("line: more than 536870912 bytes without an end");
    }

    private final class Skipping implements LineFramer.Sink {

        @Override
        public boolean line(ByteBuffer buffer, int start, int end) {
            return lines.add(text(buffer, start, end));
        }

        @Override
        public void tooLong(ByteBuffer buffer, int start, int end, int longest) {}

        @Override
        public void skipped(long bytes) {
            lines.add("skipped " + bytes);
        }
    }

    private static List<String> linesOf(byte[] stream, int longestPiece, Random random) throws ProtocolException {
        LineFramer framer = new LineFramer();
        List<String> lines = new ArrayList<>();
        // Every piece comes in the same buffer, as in a channel.
        ByteBuffer buffer = ByteBuffer.allocate(longestPiece);
        for (int start = 0; start < stream.length; ) {
            int length = Math.min(stream.length - start, 1 + random.nextInt(longestPiece));
            if (longestPiece == stream.length) {
                length = longestPiece;
            }
            buffer.put(0, stream, start, length);
            framer.feed(buffer, length, (from, lineStart, lineEnd) -> lines.add(text(from, lineStart, lineEnd)));
            start += length;
        }
        return lines;
    }

    private static byte[] randomStream(Random random, int lines, int longest) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (int i = 0; i < lines; i++) {
            int length = random.nextInt(4) == 0 ? random.nextInt(longest) : random.nextInt(100);
            for (int j = 0; j < length; j++) {
                stream.write(' ' + random.nextInt(90));
            }
            stream.write('\n');
        }
        return stream.toByteArray();
    }

    private static String text(ByteBuffer buffer, int start, int end) {
        byte[] bytes = new byte[end - start];
        buffer.get(start, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
