package io.baton.agent.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.HandleType;
import io.baton.protocol.HotLine;
import io.baton.protocol.ListenAddress;
import io.baton.protocol.Message;
import io.baton.protocol.MessageCodec;
import io.baton.protocol.Moved;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines of the protocol's own codec, and lines of nobody's. */
class LineTest {

    private static final String KEY = "127.0.0.1:3000:4:undefined:0";

    private final Line line = new Line();

    private boolean read(byte[] bytes) {
        int length = bytes[bytes.length - 1] == '\n' ? bytes.length - 1 : bytes.length;
        return line.read(bytes, 0, length);
    }

    private boolean read(String text) {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void connectionsAreReadAsTheMasterWritesThem() {
        ByteBuffer buffer = ByteBuffer.allocate(1000);
        HotLine.putNewConnection(buffer, HotLine.newConnectionPrefix(KEY), 9007199254740991L);

        assertThat(line.read(buffer.array(), 0, buffer.position() - 1)).isTrue();
        assertThat(line.isHandle() && line.isInternal()).isTrue();
        assertThat(line.act()).isEqualTo("newconn");
        assertThat(line.key()).isEqualTo(KEY);
        assertThat(line.seq()).isEqualTo(9007199254740991L);
    }

    @Test
    void connectionsThatMovedBringTheirPast() {
        Message moved = new Message.NewConnection(7, KEY, new Moved("", 9, 1200));
        assertThat(read(MessageCodec.encode(new Message.WithHandle(HandleType.NET_NATIVE, moved))))
                .isTrue();

        assertThat(line.requests()).isEqualTo(9);
        assertThat(line.age()).isEqualTo(1200);
        assertThat(line.seq()).isEqualTo(7);
    }

    @Test
    void answersAreRead() {
        ListenAddress address = new ListenAddress("127.0.0.1", 40299, "4");
        assertThat(read(MessageCodec.encode(new Message.QueryReply(5, 4, 0, KEY, address))))
                .isTrue();
        assertThat(line.isInternal()).isTrue();
        assertThat(line.ack()).isEqualTo(5);
        assertThat(line.port()).isEqualTo(40299);
        assertThat(line.errno()).isZero();

        assertThat(read(MessageCodec.encode(new Message.QueryReply(6, 5, -99, KEY, null))))
                .isTrue();
        assertThat(line.errno()).isEqualTo(-99);
        assertThat(line.port()).isZero();
    }

    @Test
    void ordersAndAnswersForHandlesAreRead() {
        assertThat(read(MessageCodec.encode(new Message.Disconnect(3)))).isTrue();
        assertThat(line.act()).isEqualTo("disconnect");
        assertThat(line.move()).isFalse();
        assertThat(read("{\"cmd\":\"NODE_CLUSTER\",\"act\":\"disconnect\",\"seq\":3,\"baton\":{\"move\":true}}"))
                .isTrue();
        assertThat(line.move()).isTrue();
        assertThat(read(MessageCodec.encode(new Message.Ack()))).isTrue();
        assertThat(line.acknowledges()).isTrue();
        assertThat(read(MessageCodec.encode(new Message.Nack()))).isTrue();
        assertThat(line.rejects()).isTrue();
        assertThat(line.acknowledges()).isFalse();
    }

    @Test
    void orderOfFieldsSpacesAndUnknownFieldsDoNotMatter() {
        Random random = new Random(42);
        for (int i = 0; i < 2_000; i++) {
            String msg = object(
                    random,
                    "\"cmd\":\"NODE_CLUSTER\"",
                    "\"act\":\"newconn\"",
                    "\"key\":\"a\\u003ab\\\\\\\"\\n\"",
                    "\"seq\":17",
                    "\"later\":{\"seq\":99,\"msg\":{\"act\":\"disconnect\"},\"list\":[1,{\"key\":\"x\"},-1.5e+3]}",
                    "\"more\":\"}\\\"],{\"");
            String whole = object(
                    random, "\"cmd\":\"NODE_HANDLE\"", "\"type\":\"net.Native\"", "\"msg\":" + msg, "\"other\":null");

            assertThat(read(whole)).as(whole).isTrue();
            assertThat(line.isHandle() && line.isInternal()).as(whole).isTrue();
            assertThat(line.act()).as(whole).isEqualTo("newconn");
            assertThat(line.key()).as(whole).isEqualTo("a:b\\\"\n");
            assertThat(line.seq()).as(whole).isEqualTo(17);
        }
    }

    private static String object(Random random, String... fields) {
        List<String> order = new ArrayList<>(List.of(fields));
        Collections.shuffle(order, random);
        String[] spaces = {"", " ", "\t", "\r ", ""};
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < order.size(); i++) {
            String space = spaces[random.nextInt(spaces.length)];
            text.append(i == 0 ? "" : ",").append(space);
            text.append(order.get(i).replaceFirst(":", space + ":" + space)).append(space);
        }
        return text.append('}').toString();
    }

    @Test
    void messagesOfAnApplicationAreNoOrders() {
        for (String message : new String[] {
            "\"disconnect\"",
            "17",
            "null",
            "[{\"cmd\":\"NODE_CLUSTER\",\"act\":\"disconnect\"}]",
            "{\"act\":\"disconnect\"}",
            "{\"cmd\":\"NODE_\",\"act\":\"disconnect\"}",
            "{\"ack\":1}",
            "{\"msg\":{\"cmd\":\"NODE_CLUSTER\",\"act\":\"disconnect\"}}",
            "{\"msg\":{\"cmd\":\"NODE_HANDLE\"}}",
            "{\"cmd\":\"NODE_HANDLE_\"}"
        }) {
            assertThat(read(message)).as(message).isTrue();
            assertThat(line.isInternal()).as(message).isFalse();
            assertThat(line.isHandle()).as(message).isFalse();
        }
    }

    @Test
    void lineWithoutAKeyHasNotThatOfTheLineBefore() {
        assertThat(read("{\"cmd\":\"NODE_CLUSTER\",\"act\":\"newconn\",\"key\":\"a\",\"seq\":1}"))
                .isTrue();
        assertThat(read("{\"cmd\":\"NODE_CLUSTER\",\"act\":\"newconn\",\"seq\":1}"))
                .isTrue();
        assertThat(line.key()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "1.5", "-1e3", "99999999999999999999", "[1]", "{\"seq\":4}", "\"4\"", "true"})
    void numbersOfAnotherKindAreAsAbsent(String number) {
        assertThat(read("{\"cmd\":\"NODE_CLUSTER\",\"seq\":" + number + ",\"ack\":" + number + "}"))
                .isTrue();
        assertThat(line.seq()).isEqualTo(-1);
        assertThat(line.ack()).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "{}}",
                "{} {}",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{,}",
                "{a:1}",
                "[",
                "[1,]",
                "[,]",
                "\"",
                "\"\\",
                "\"\\\"",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\u12g4\"",
                "\"a\tb\"",
                "tru",
                "nulll",
                "01",
                "-",
                "1.",
                ".5",
                "1e",
                "+1",
                "{\"key\":\"a\\",
                "{\"cmd\":\"NODE_CLUSTER\"",
                "\0",
                "{}\0",
                "NaN",
                "'a'"
            })
    void whatIsNoJsonIsSaidToBeNone(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThat(line.read(bytes, 0, bytes.length)).isFalse();
    }

    @Test
    void aThousandLevelsAreReadAndAMillionEndsNoThread() {
        assertThat(read("[".repeat(900) + "]".repeat(900))).isTrue();
        assertThat(read("[".repeat(500_000) + "]".repeat(500_000))).isFalse();
        assertThat(read("{\"msg\":".repeat(140_000))).isFalse();
    }

    @Test
    void everyCutAndEveryWrongByteIsReadWithoutAnException() {
        byte[] whole =
                ("{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Native\",\"msg\":{\"cmd\":\"NODE_CLUSTER\",\"act\":\"newconn\","
                                + "\"key\":\"a\\u0041\\n\",\"seq\":1,\"baton\":{\"requests\":9,\"age\":-12.5e1,\"x\":[true,null]}}}")
                        .getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < whole.length; length++) {
            assertThat(line.read(whole, 0, length)).as("%d", length).isFalse();
        }
        int rejected = 0;
        for (int at = 0; at < whole.length; at++) {
            for (int value = -128; value < 128; value++) {
                byte[] other = whole.clone();
                other[at] = (byte) value;
                rejected += line.read(other, 0, other.length) ? 0 : 1;
            }
        }
        assertThat(rejected).isGreaterThan(whole.length);
        assertThat(line.read(whole, 0, whole.length)).isTrue();
    }
}
