package io.baton.bench.load.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AnswerReaderTest {

    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello";

    private final AnswerReader reader = new AnswerReader();

    @Test
    void anAnswerIsWholeWithItsLastByteHoweverItIsCut() {
        for (int cut = 0; cut < ANSWER.length(); cut++) {
            reader.reset();
            assertThat(reader.read(bytes(ANSWER.substring(0, cut)))).isFalse();
            assertThat(reader.hasBegun()).isEqualTo(cut > 0);
            assertThat(reader.read(bytes(ANSWER.substring(cut)))).isTrue();
            assertThat(reader.status()).isEqualTo(200);
            assertThat(reader.isLast()).isTrue();
        }
    }

    @Test
    void bytesBehindTheAnswerAreLeft() {
        ByteBuffer received = bytes("HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1");

        assertThat(reader.read(received)).isTrue();

        assertThat(received.remaining()).isEqualTo(8);
        assertThat(reader.isLast()).isFalse();
    }

    @Test
    void whatIsNotHttpIsNoAnswer() {
        assertThatThrownBy(() -> reader.read(bytes("SSH-2.0\r\n\r\n"))).hasMessageContaining("no answer: SSH-2.0");
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
