package io.baton.master.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A reply is read however it comes in pieces, and a worker that sends anything else is told of in words. */
final class ReplyReaderTest {

    private static final int MOST = 1000;

    private static final String NONE = "closed the connection without an answer";
    private static final String HALF = "closed the connection in the middle of its answer";
    private static final String NO_HTTP = "did not answer in HTTP/1.1";
    private static final String LONG_BODY = "answered with a body of more than 1000 bytes";
    private static final String BAD_CHUNK = "answered with a chunk of no size";

    @Test
    void aBodyWithALengthIsWholeBeforeTheConnectionEnds() {
        String reply = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello";
        assertThat(read(reply)).isEqualTo("200 text/plain hello");
        assertThat(readInPieces(reply)).isEqualTo("200 text/plain hello");
        assertThat(read("HTTP/1.1 503 Service Unavailable\r\ncontent-length:0\r\n\r\n"))
                .isEqualTo("503  ");
        assertThat(read(reply.replace(": 5", ": 5\r\nContent-Length: 5"))).isEqualTo("200 text/plain hello");
    }

    @Test
    void behindAHeadThatWasAskedAloneNoBodyIsAwaited() {
        String head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\n";
        assertThat(new ReplyReader(MOST, true).read(bytes(head)))
                .isInstanceOfSatisfying(
                        Fetched.Reply.class, reply -> assertThat(reply.status()).isEqualTo(200));
        assertThat(new ReplyReader(MOST, false).read(bytes(head))).isNull();
    }

    @Test
    void aBodyInChunksIsPutTogether() {
        String reply = String.join(
                "\r\n",
                "HTTP/1.1 200 OK",
                "Transfer-Encoding: chunked",
                "Content-Length: 9999",
                "",
                "5;name=\"value\"",
                "hello",
                "0006 ",
                " world",
                "00",
                "Trailer: 1",
                "\r\n");
        assertThat(read(reply)).isEqualTo("200  hello world");
        assertThat(readInPieces(reply)).isEqualTo("200  hello world");
    }

    @Test
    void aBodyWithoutALengthGoesOnToTheEndOfTheConnection() {
        assertThat(read("HTTP/1.0 404\nServer: x\n\nno ")).isEqualTo("more");
        assertThat(readToEnd("HTTP/1.0 404\nServer: x\n\nnot here")).isEqualTo("404  not here");
        assertThat(readToEnd("HTTP/1.1 200 OK\r\n\r\n")).isEqualTo("200  ");
    }

    @Test
    void informationalRepliesAreSkippedAndSomeStatusesHaveNoBody() {
        String informational = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n";
        assertThat(read(informational + "HTTP/1.1 204 No Content\r\nContent-Length: 7\r\n\r\n"))
                .isEqualTo("204  ");
        assertThat(read("HTTP/1.1 304 Not Modified\r\n\r\n")).isEqualTo("304  ");
        assertThat(read("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"))
                .isEqualTo("answered with status 101");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0015\u0003\u0001",
                "SSH-2.0-OpenSSH\r\n",
                "HTTP/2 200\r\n",
                "HTTP/1.1  200 OK\r\n",
                "HTTP/1.1 20 OK\r\n",
                "HTTP/1.1 099 X\r\n",
                "HTTP/1.1 2000\r\n",
                "\r\nHTTP/1.1 200 OK\r\n"
            })
    void whatIsNoStatusLineIsNoReply(String bytes) {
        assertThat(read(bytes)).isEqualTo(NO_HTTP);
    }

    @Test
    void bytesWithoutTheEndOfALineAreToldAsSoonAsTheyCanBeNoStatusLine() {
        assertThat(read("HTTP/1.")).isEqualTo("more");
        assertThat(read("HTTP/1x")).isEqualTo(NO_HTTP);
    }

    @Test
    void aHeadWithoutAnEndIsReadToItsLimit() {
        String field = "X-Long: " + "x".repeat(1_000) + "\r\n";
        String limit = "answered with a head of more than 65536 bytes";
        assertThat(read("HTTP/1.1 200 OK\r\n" + field.repeat(66))).isEqualTo(limit);
        assertThat(read("HTTP/1.1 200 " + "x".repeat(70_000))).isEqualTo(limit);
        assertThat(read("HTTP/1.1 100 Continue\r\n\r\n".repeat(4_000))).isEqualTo(limit);
        assertThat(read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n" + field.repeat(66)))
                .isEqualTo(limit);
        assertThat(read("HTTP/1.1 200 OK\r\n" + field.repeat(60))).isEqualTo("more");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no colon",
                ": no name",
                "Content-Length: -1",
                "Content-Length: 1e3",
                "Content-Length: 5, 5",
                "Content-Length:",
                "Content-Length: 9999999999999999999",
                "Content-Length: 5\r\nContent-Length: 6",
                "Transfer-Encoding: gzip, chunked"
            })
    void aFieldThatFramesNothingIsToldInWords(String field) {
        assertThat(read("HTTP/1.1 200 OK\r\n" + field + "\r\n\r\n")).startsWith("answered with ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "-1\r\n", "0x5\r\n", "g\r\n", "5 5\r\n", "fffffffff\r\n"})
    void aChunkWithoutASizeIsToldInWords(String size) {
        assertThat(readChunks(size)).isEqualTo(BAD_CHUNK);
    }

    @Test
    void aChunkThatIsLongerThanItSaysOrHasNoEndIsToldInWords() {
        assertThat(readChunks("5\r\nhello!\r\n")).isEqualTo("answered with a chunk that is longer than it says");
        String lines = "answered with more than 1048576 bytes between its chunks";
        assertThat(readChunks("5;" + "x".repeat(2 << 20))).isEqualTo(lines);
        assertThat(readChunks("1;" + "x".repeat(10_000) + "\r\nx\r\n")).isEqualTo("more");
    }

    @Test
    void aBodyIsNeverLongerThanItsLimit() {
        assertThat(read("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n")).isEqualTo(LONG_BODY);
        assertThat(read("HTTP/1.1 200 OK\r\nContent-Length: 999999999999999999\r\n\r\n"))
                .isEqualTo(LONG_BODY);
        assertThat(readChunks("ffffffff\r\n")).isEqualTo(LONG_BODY);
        assertThat(readChunks("3e8\r\n" + "x".repeat(1000) + "\r\n1\r\n")).isEqualTo(LONG_BODY);
        assertThat(read("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(1001))).isEqualTo(LONG_BODY);
        assertThat(readToEnd("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(1000))).endsWith("x");
    }

    @Test
    void aConnectionThatEndsTooSoonIsNoReply() {
        assertThat(readToEnd("")).isEqualTo(NONE);
        assertThat(readToEnd("HTTP/1.1 200 OK\r\n")).isEqualTo(HALF);
        assertThat(readToEnd("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell"))
                .isEqualTo(HALF);
        assertThat(readToEnd("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n"))
                .isEqualTo(HALF);
    }

    @Test
    void whatFollowsTheReplyIsNotRead() {
        ReplyReader reader = new ReplyReader(MOST, false);
        ByteBuffer bytes = bytes("HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 500 X\r\n\r\n");
        assertThat(words(reader.read(bytes))).isEqualTo("204  ");
        assertThat(words(reader.end())).isEqualTo("204  ");
    }

    private static String readChunks(String chunks) {
        return read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);
    }

    private static String read(String text) {
        return words(new ReplyReader(MOST, false).read(bytes(text)));
    }

    private static String readToEnd(String text) {
        ReplyReader reader = new ReplyReader(MOST, false);
        assertThat(reader.read(bytes(text))).isNull();
        return words(reader.end());
    }

    private static String readInPieces(String text) {
        ReplyReader reader = new ReplyReader(MOST, false);
        for (int i = 0; i < text.length() - 1; i++) {
            assertThat(reader.read(bytes(text.substring(i, i + 1)))).isNull();
        }
        return words(reader.read(bytes(text.substring(text.length() - 1))));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String words(@Nullable Fetched fetched) {
        if (fetched == null) {
            return "more";
        } else if (fetched instanceof Fetched.Reply reply) {
            return reply.status() + " " + reply.contentType() + " "
                    + StandardCharsets.ISO_8859_1.decode(reply.body().duplicate());
        }
        return ((Fetched.NoReply) fetched).reason();
    }
}
