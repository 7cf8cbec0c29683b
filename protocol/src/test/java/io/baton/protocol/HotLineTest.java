package io.baton.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HotLineTest {

    private static final String KEY = "127.0.0.1:0:4:undefined:0";
    private static final String CONNECTION = "{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Native\",\"msg\":"
            + "{\"cmd\":\"NODE_CLUSTER\",\"act\":\"newconn\",\"key\":\"127.0.0.1:0:4:undefined:0\",\"seq\":1}}";
    private static final long[] NUMBERS = {0, 1, 9, 10, 11, 99, 100, 4711, 1L << 31, (1L << 53) - 1};

    @ParameterizedTest
    @ValueSource(
            strings = {
                KEY,
                "null:80:4:undefined:0",
                "::1:8080:6:undefined:3",
                "/run/a b.sock:-1:-1:undefined:0",
                "\"\\/\b\f\n\r\t",
                "\u0000\u001f\u007f\u00e9\u20ac\u2028",
                "\ud83d\ude00",
                "\ud800",
                ""
            })
    void newConnectionIsWrittenAsTheCodecWritesIt(String key) {
        byte[] prefix = HotLine.newConnectionPrefix(key);
        for (long seq : NUMBERS) {
            ByteBuffer line = ByteBuffer.allocate(1024).position(7);
            HotLine.putNewConnection(line, prefix, seq);

            assertThat(text(line, 7, line.position()))
                    .isEqualTo(encoded(
                            new Message.WithHandle(HandleType.NET_NATIVE, new Message.NewConnection(seq, key))));
            assertThat(HotLine.newConnection(line, 7, line.position() - 1, prefix))
                    .isEqualTo(seq);
        }
    }

    @Test
    void ackAndAcceptedAreWrittenAsTheCodecWritesThem() {
        for (long ack : NUMBERS) {
            for (long seq : NUMBERS) {
                for (boolean accepted : new boolean[] {true, false}) {
                    ByteBuffer lines = ByteBuffer.allocate(1024).position(3);
                    HotLine.putAckAndAccepted(lines, ack, accepted, seq);

                    assertThat(text(lines, 3, lines.position()))
                            .isEqualTo(encoded(new Message.Ack()) + encoded(new Message.Accepted(ack, seq, accepted)));
                }
            }
        }
    }

    @Test
    void linesAreNodesByteForByte() {
        ByteBuffer line = ByteBuffer.allocate(1024);
        HotLine.putNewConnection(line, HotLine.newConnectionPrefix(KEY), 1);
        assertThat(text(line, 0, line.position())).isEqualTo(CONNECTION + "\n");

        HotLine.putNewConnection(line.clear(), HotLine.stickyConnectionPrefix(), 1);
        assertThat(text(line, 0, line.position()))
                .isEqualTo("{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Socket\","
                        + "\"msg\":{\"type\":\"sticky:connection\",\"data\":\"\",\"seq\":1}}\n");

        ByteBuffer answer = ByteBuffer.allocate(1024);
        HotLine.putAckAndAccepted(answer, 1, true, 3);
        assertThat(text(answer, 0, answer.position()))
                .isEqualTo(
                        "{\"cmd\":\"NODE_HANDLE_ACK\"}\n{\"cmd\":\"NODE_CLUSTER\",\"ack\":1,\"accepted\":true,\"seq\":3}\n");
    }

    @Test
    void noLineIsLongerThanPromised() {
        ByteBuffer line = ByteBuffer.allocate(HotLine.maxLength(KEY.length()));
        HotLine.putNewConnection(line, HotLine.newConnectionPrefix(KEY), (1L << 53) - 1);
        assertThat(line.position()).isLessThanOrEqualTo(HotLine.maxLength(KEY.length()));

        ByteBuffer answer = ByteBuffer.allocate(HotLine.maxLength(0));
        HotLine.putAckAndAccepted(answer, (1L << 53) - 1, false, (1L << 53) - 1);
        assertThat(answer.position()).isLessThanOrEqualTo(HotLine.maxLength(0));
    }

    @Test
    void writtenLinesAreRecognisedInTheMiddleOfABufferToo() {
        assertThat(isAck("{\"cmd\":\"NODE_HANDLE_ACK\"}")).isTrue();
        assertThat(accepted("{\"cmd\":\"NODE_CLUSTER\",\"ack\":0,\"accepted\":true,\"seq\":0}"))
                .isZero();
        assertThat(accepted("{\"cmd\":\"NODE_CLUSTER\",\"ack\":9007199254740991,\"accepted\":true,\"seq\":3}"))
                .isEqualTo(9007199254740991L);
        assertThat(newConnection(CONNECTION)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"0, -2", "1, -3", "4711, -4713"})
    void refusalIsToldApartFromAcceptance(long ack, long told) {
        assertThat(accepted("{\"cmd\":\"NODE_CLUSTER\",\"ack\":" + ack + ",\"accepted\":false,\"seq\":3}"))
                .isEqualTo(told);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"cmd\":\"NODE_CLUSTER\",\"accepted\":true,\"ack\":1,\"seq\":3}",
                "{\"ack\":1,\"cmd\":\"NODE_CLUSTER\",\"accepted\":true,\"seq\":3}",
                "{\"cmd\":\"NODE_CLUSTER\",\"ack\":1,\"accepted\":true,\"seq\":3} ",
                " {\"cmd\":\"NODE_CLUSTER\",\"ack\":1,\"accepted\":true,\"seq\":3}",
                "{\"cmd\":\"NODE_CLUSTER\",\"ack\": 1,\"accepted\":true,\"seq\":3}",
                "{\"cmd\":\"NODE_CLUSTER\",\"ack\":1,\"accepted\":true,\"seq\":3}\r",
                "{\"cmd\":\"NODE_CLUSTER\",\"ack\":1,\"accepted\":true,\"seq\":3,\"more\":0}",
                "{\"cmd\":\"NODE_CLUSTER\",\"ack\":1,\"accepted\":true}"
            })
    void acceptedInOtherWordsIsNotHotButMeansTheSame(String line) throws ProtocolException {
        assertThat(accepted(line)).isEqualTo(-1);
        assertThat(MessageCodec.decode(line)).isInstanceOfSatisfying(Message.Accepted.class, message -> {
            assertThat(message.ack()).isEqualTo(1);
            assertThat(message.accepted()).isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"cmd\":\"NODE_CLUSTER\",\"ack\":01,\"accepted\":true,\"seq\":3}",
                "{\"cmd\":\"NODE_CLUSTER\",\"ack\":1,\"accepted\":true,\"seq\":00}",
                "{\"cmd\":\"NODE_CLUSTER\",\"ack\":,\"accepted\":true,\"seq\":3}",
                "{\"cmd\":\"NODE_CLUSTER\",\"ack\":1,\"accepted\":true,\"seq\":}",
                "{\"cmd\":\"NODE_CLUSTER\",\"ack\":1,\"accepted\":true,\"seq\":-1}",
                "{\"cmd\":\"NODE_CLUSTER\",\"ack\":1,\"accepted\":true,\"seq\":3",
                "{\"cmd\":\"NODE_CLUSTER\",\"ack\":1,\"accepted\":true,\"seq\":3}}",
                "{\"cmd\":\"NODE_CLUSTER\",\"ack\":1,\"accepted\":true,\"seq\":3]",
                "{\"cmd\":\"NODE_CLUSTER\",\"ack\":1,\"accepted\":true,\"seq\":12345678901234567}",
                "{\"cmd\":\"NODE_CLUSTER\",\"ack\":1,\"accepted\":true,\"seq\":9999999999999999}",
                "{\"cmd\":\"NODE_CLUSTER\",\"ack\":",
                "{\"cmd\":\"NODE_CLUSTER\",\"ack\":1",
                "{\"cmd\":\"NODE_CLUSTER\",\"ack\":1,\"accepted\":1,\"seq\":3}"
            })
    void lineThatTheCodecRefusesIsNotHot(String line) {
        assertThat(accepted(line)).isEqualTo(-1);
        assertThatThrownBy(() -> MessageCodec.decode(line)).isInstanceOf(ProtocolException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "12345678901234567", "9007199254740992", "1.5"})
    void answerToANumberThatNoMessageHasIsNotHotAndAnswersNothing(String number) throws ProtocolException {
        String line = "{\"cmd\":\"NODE_CLUSTER\",\"ack\":" + number + ",\"accepted\":true,\"seq\":3}";
        assertThat(accepted(line)).isEqualTo(-1);
        assertThat(MessageCodec.decode(line)).isInstanceOf(Message.Unknown.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"cmd\":\"NODE_HANDLE_ACK\"} ",
                " {\"cmd\":\"NODE_HANDLE_ACK\"}",
                "{ \"cmd\":\"NODE_HANDLE_ACK\"}",
                "{\"cmd\":\"NODE_HANDLE_ACK\"}\r",
                "{\"cmd\":\"NODE_HANDLE_ACK\",\"more\":1}",
                "{\"cmd\":\"NODE_HANDLE_AC\\u004b\"}"
            })
    void ackInOtherWordsIsNotHotButMeansTheSame(String line) throws ProtocolException {
        assertThat(isAck(line)).isFalse();
        assertThat(MessageCodec.decode(line)).isEqualTo(new Message.Ack());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"cmd\":\"NODE_HANDLE_ACX\"}",
                "{\"cmd\":\"NODE_HANDLE_NACK\"}",
                "{\"cmd\":\"node_HANDLE_ACK\"}",
                "{\"cmd\":\"NODE_HANDLE_ACK\""
            })
    void lineThatIsAlmostAnAckIsNotHot(String line) {
        assertThat(isAck(line)).isFalse();
    }

    @Test
    void newConnectionInOtherWordsIsNotHotButMeansTheSame() throws ProtocolException {
        Message meaning = new Message.WithHandle(HandleType.NET_NATIVE, new Message.NewConnection(1, KEY));
        for (String line : new String[] {
            CONNECTION + " ",
            CONNECTION.replace("\"seq\":1", "\"seq\": 1"),
            CONNECTION.replace("\"seq\":1}", "\"seq\":1,\"more\":2}"),
            "{\"type\":\"net.Native\",\"cmd\":\"NODE_HANDLE\",\"msg\":"
                    + "{\"act\":\"newconn\",\"cmd\":\"NODE_CLUSTER\",\"seq\":1,\"key\":\"" + KEY + "\"}}"
        }) {
            assertThat(newConnection(line)).isEqualTo(-1);
            assertThat(MessageCodec.decode(line)).isEqualTo(meaning);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"01", "-1", "", "12345678901234567", "9007199254740992", "1.0", "1e1"})
    void newConnectionWithANumberThatTheCodecRefusesIsNotHot(String seq) {
        String line = CONNECTION.replace("\"seq\":1", "\"seq\":" + seq);
        assertThat(newConnection(line)).isEqualTo(-1);
        assertThatThrownBy(() -> MessageCodec.decode(line)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void newConnectionForAnotherKeyIsNotHot() {
        assertThat(newConnection(CONNECTION.replace(":0:4:", ":0:6:"))).isEqualTo(-1);
    }

    @Test
    void bytesBehindTheLinesEndAreNotLookedAt() {
        ByteBuffer buffer = ByteBuffer.wrap((CONNECTION + "\n").getBytes(StandardCharsets.UTF_8));
        byte[] prefix = HotLine.newConnectionPrefix(KEY);
        for (int end = 0; end < CONNECTION.length(); end++) {
            assertThat(HotLine.newConnection(buffer, 0, end, prefix)).isEqualTo(-1);
            assertThat(HotLine.accepted(buffer, 0, end)).isEqualTo(-1);
            assertThat(HotLine.isAck(buffer, 0, end)).isFalse();
        }
    }

    private static boolean isAck(String line) {
        ByteBuffer buffer = framed(line);
        return HotLine.isAck(buffer, 1, buffer.capacity() - 1);
    }

    private static long accepted(String line) {
        ByteBuffer buffer = framed(line);
        return HotLine.accepted(buffer, 1, buffer.capacity() - 1);
    }

    private static long newConnection(String line) {
        ByteBuffer buffer = framed(line);
        return HotLine.newConnection(buffer, 1, buffer.capacity() - 1, HotLine.newConnectionPrefix(KEY));
    }

    private static ByteBuffer framed(String line) {
        return ByteBuffer.wrap(('}' + line + '}').getBytes(StandardCharsets.UTF_8));
    }

    private static String encoded(Message message) {
        return new String(MessageCodec.encode(message), StandardCharsets.UTF_8);
    }

    private static String text(ByteBuffer buffer, int start, int end) {
        byte[] bytes = new byte[end - start];
        buffer.get(start, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
