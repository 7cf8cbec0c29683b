package io.baton.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any line is read as a message or refused with a {@link ProtocolException}. */
class HostileLineTest {

    private static final Class<?> REFUSED = ProtocolException.class;
    private static final Class<?> USER = Message.User.class;
    private static final Class<?> UNKNOWN = Message.Unknown.class;
    private static final int MUTATIONS = 20_000;

    private static final String[] VALID = {
        "{\"cmd\":\"NODE_HANDLE_ACK\"}",
        "{\"cmd\":\"NODE_HANDLE_NACK\"}",
        "{\"cmd\":\"NODE_CLUSTER\",\"act\":\"online\",\"seq\":0,\"baton\":{\"v\":1,\"window\":16}}",
        "{\"cmd\":\"NODE_CLUSTER\",\"act\":\"queryServer\",\"index\":0,\"data\":null,\"address\":\"127.0.0.1\","
                + "\"port\":0,\"addressType\":4,\"flags\":0,\"backlog\":0,\"seq\":1}",
        "{\"cmd\":\"NODE_CLUSTER\",\"act\":\"listening\",\"index\":0,\"data\":null,\"address\":null,"
                + "\"port\":40299,\"addressType\":\"udp4\",\"flags\":0,\"seq\":2}",
        "{\"cmd\":\"NODE_CLUSTER\",\"errno\":null,\"key\":\"127.0.0.1:0:4:undefined:0\",\"ack\":1,\"data\":null,"
                + "\"sockname\":{\"address\":\"127.0.0.1\",\"family\":\"IPv4\",\"port\":40299},\"seq\":0}",
        "{\"cmd\":\"NODE_CLUSTER\",\"errno\":-99,\"key\":\"192.0.2.1:1:4:undefined:0\",\"ack\":5,\"data\":null,\"seq\":4}",
        "{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Native\",\"msg\":{\"cmd\":\"NODE_CLUSTER\",\"act\":\"newconn\","
                + "\"key\":\"127.0.0.1:0:4:undefined:0\",\"seq\":1}}",
        "{\"cmd\":\"NODE_CLUSTER\",\"ack\":1,\"accepted\":true,\"seq\":3}",
        "{\"cmd\":\"NODE_CLUSTER\",\"ack\":22,\"accepted\":false,\"seq\":33}",
        "{\"cmd\":\"NODE_CLUSTER\",\"act\":\"close\",\"key\":\"a\\ud800\u20ac\ud83d\ude00\",\"seq\":5}",
        "{\"cmd\":\"NODE_CLUSTER\",\"act\":\"exitedAfterDisconnect\",\"seq\":6}",
        "{\"cmd\":\"NODE_CLUSTER\",\"act\":\"disconnect\",\"seq\":3}",
        "{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Native\",\"msg\":{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Socket\","
                + "\"msg\":{\"i\":1.5e3},\"key\":\"4:127.0.0.1:0\"}}",
        "[1,-2.5e-7,true,false,null,\"\\u00e9\\n\",{\"a\":{}}]",
    };

    private static final String[] FRAGMENTS = {
        "\"",
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\\",
        "\\u",
        "\\ud800",
        "null",
        "true",
        "-",
        "0",
        "1e999999999",
        "NaN",
        "\r",
        "\t",
        " ",
        "9".repeat(20),
        "NODE_",
        "NODE_HANDLE",
        "\"seq\":-1,",
        "\"ack\":1.5,",
        "\"msg\":{},",
        "\u0000",
        "\ufeff"
    };

    static Stream<Arguments> documents() {
        return Stream.of(
                line("empty", "", REFUSED),
                line("blank", " \t\r ", REFUSED),
                line("words", "hello there", REFUSED),
                line("single quotes", "{'cmd':'NODE_HANDLE_ACK'}", REFUSED),
                line("no quotes", "{cmd:1}", REFUSED),
                line("comment", "/* */{}", REFUSED),
                line("trailing comma", "{\"a\":1,}", REFUSED),
                line("NaN", "NaN", REFUSED),
                line("NaN inside", "{\"seq\":NaN}", REFUSED),
                line("Infinity", "-Infinity", REFUSED),
                line("undefined", "undefined", REFUSED),
                line("hexadecimal", "0x10", REFUSED),
                line("leading zero", "{\"a\":01}", REFUSED),
                line("leading plus", "+1", REFUSED),
                line("raw tab in a string", "\"a\tb\"", REFUSED),
                line("wrong escape", "\"\\x41\"", REFUSED),
                line("cut escape", "\"\\u00\"", REFUSED),
                line("two documents", "{}{}", REFUSED),
                line("trailing words", "{} x", REFUSED),
                line("trailing bracket", "{}}", REFUSED),
                line("cut object", "{\"cmd\":\"NODE_HANDLE_ACK\"", REFUSED),
                line("cut string", "{\"cmd\":\"NODE_HAN", REFUSED),
                line("cut key", "{\"cmd", REFUSED),
                line("lone bracket", "{", REFUSED),
                line("lone quote", "\"", REFUSED),
                line("NUL", "\u0000", REFUSED),
                line("NUL after", "{}\u0000", REFUSED),
                line("NUL inside a string", "\"a\u0000b\"", REFUSED),
                line("escaped NUL", "\"a\\u0000b\"", USER),
                line("BOM", "\ufeff{\"cmd\":\"NODE_HANDLE_ACK\"}", REFUSED),
                line("100,000 arrays deep", "[".repeat(100_000), REFUSED),
                line("100,000 arrays deep, closed", "[".repeat(100_000) + "]".repeat(100_000), REFUSED),
                line("100,000 objects deep", "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000), REFUSED),
                line("900 objects deep", "{\"a\":".repeat(900) + "1" + "}".repeat(900), USER),
                line("900 handles deep", MessageCodecTest.wrapped("1", 900), REFUSED),
                line("20,000 handles deep", MessageCodecTest.wrapped("1", 20_000), REFUSED),
                line("5000 digits", "9".repeat(5000), REFUSED),
                line("5000 digits after the point", "0." + "9".repeat(5000), REFUSED),
                line("a million digits", "9".repeat(1_000_000), REFUSED),
                line("1e999999999", "1e999999999", USER),
                line("-1e-999999999", "-1e-999999999", USER),
                line("exponent of 5000 digits", "1e" + "9".repeat(5000), REFUSED),
                line("string of a MiB", '"' + "x".repeat((1 << 20) - 2) + '"', USER),
                line("string of a MiB of escapes", '"' + "\\u0000".repeat(174_000) + '"', USER),
                line("key of 100 kB", "{\"" + "k".repeat(100_000) + "\":1}", REFUSED),
                line("array of 500,000", "[" + "1,".repeat(500_000) + "1]", USER),
                line("100,000 equal keys", "{" + "\"a\":1,".repeat(100_000) + "\"a\":1}", USER),
                line("string with U+2028", "\"\u2028\"", USER),
                line("noncharacters", "\"\uffff\ufdd0\"", USER));
    }

    static Stream<Arguments> encodings() {
        String ack = "{\"cmd\":\"NODE_HANDLE_ACK\"}";
        return Stream.of(
                bytes("UTF-16", ack.getBytes(StandardCharsets.UTF_16), REFUSED),
                bytes("UTF-16LE", ack.getBytes(StandardCharsets.UTF_16LE), REFUSED),
                bytes("UTF-16BE", ack.getBytes(StandardCharsets.UTF_16BE), REFUSED),
                bytes("ISO-8859-1", "\"\u00e9\"".getBytes(StandardCharsets.ISO_8859_1), USER),
                hex("continuation alone", "22 80 22", USER),
                hex("two bytes cut", "22 c3 22", USER),
                hex("three bytes cut", "22 e2 82 22", USER),
                hex("four bytes cut at the end", "22 f0 9f 98", REFUSED),
                hex("overlong slash", "22 c0 af 22", USER),
                hex("overlong NUL", "22 c0 80 22", USER),
                hex("overlong quote", "22 e0 80 a2 22", USER),
                hex("surrogate", "22 ed a0 80 22", USER),
                hex("CESU-8 pair", "22 ed a0 bd ed b8 80 22", USER),
                hex("beyond U+10FFFF", "22 f4 90 80 80 22", USER),
                hex("five bytes", "22 f8 88 80 80 80 22", USER),
                hex("FF", "22 ff 22", USER),
                hex("FE FF", "fe ff", REFUSED),
                hex("serialised by V8", "00 00 00 07 ff 0f 22 03 73 74 72", REFUSED));
    }

    static Stream<Arguments> fields() {
        return Stream.of(
                line("cmd null", "{\"cmd\":null}", USER),
                line("cmd array", "{\"cmd\":[\"NODE_HANDLE\"]}", USER),
                line("cmd object", "{\"cmd\":{\"NODE_HANDLE\":1}}", USER),
                line("array where an object is expected", "[{\"cmd\":\"NODE_HANDLE\"}]", USER),
                line("equal keys, the last counts", "{\"cmd\":\"NODE_HANDLE_ACK\",\"cmd\":\"x\"}", USER),
                line("equal keys, the last counts", "{\"cmd\":\"x\",\"cmd\":\"NODE_HANDLE_ACK\"}", Message.Ack.class),
                line("unknown command", "{\"cmd\":\"NODE_X\"}", UNKNOWN),
                line("unknown command of 900 kB", "{\"cmd\":\"NODE_" + "X".repeat(900_000) + "\"}", UNKNOWN),
                line("handle without type", "{\"cmd\":\"NODE_HANDLE\"}", REFUSED),
                line("handle of type 5", "{\"cmd\":\"NODE_HANDLE\",\"type\":5,\"msg\":1}", REFUSED),
                line("handle of type null", "{\"cmd\":\"NODE_HANDLE\",\"type\":null,\"msg\":1}", REFUSED),
                line("handle with a broken message", handle("{\"cmd\":\"NODE_CLUSTER\",\"act\":5}"), REFUSED),
                line("handle with an array", handle("[]"), Message.WithHandle.class),
                line("cluster alone", "{\"cmd\":\"NODE_CLUSTER\"}", UNKNOWN),
                line("act null", cluster("\"act\":null,\"seq\":1"), REFUSED),
                line("act 5", cluster("\"act\":5,\"seq\":1"), REFUSED),
                line("act array", cluster("\"act\":[\"online\"],\"seq\":1"), REFUSED),
                line("act empty", cluster("\"act\":\"\",\"seq\":1"), UNKNOWN),
                line("act unknown", cluster("\"act\":\"dance\",\"seq\":1"), UNKNOWN),
                line("seq missing", cluster("\"act\":\"online\""), REFUSED),
                line("seq null", cluster("\"act\":\"online\",\"seq\":null"), REFUSED),
                line("seq text", cluster("\"act\":\"online\",\"seq\":\"1\""), REFUSED),
                line("seq true", cluster("\"act\":\"online\",\"seq\":true"), REFUSED),
                line("seq object", cluster("\"act\":\"online\",\"seq\":{}"), REFUSED),
                line("seq negative", cluster("\"act\":\"online\",\"seq\":-1"), REFUSED),
                line("seq fractional", cluster("\"act\":\"online\",\"seq\":1.5"), REFUSED),
                line("seq 2^53", cluster("\"act\":\"online\",\"seq\":9007199254740992"), REFUSED),
                line("seq 2^64", cluster("\"act\":\"online\",\"seq\":18446744073709551616"), REFUSED),
                line("seq of 900 digits", cluster("\"act\":\"online\",\"seq\":" + "9".repeat(900)), REFUSED),
                line("seq 1e999999999", cluster("\"act\":\"online\",\"seq\":1e999999999"), REFUSED),
                line("ack null", cluster("\"ack\":null,\"seq\":1"), UNKNOWN),
                line("ack text", cluster("\"ack\":\"1\",\"seq\":1"), UNKNOWN),
                line("ack array", cluster("\"ack\":[1],\"seq\":1"), UNKNOWN),
                line("ack negative", cluster("\"ack\":-1,\"seq\":1"), UNKNOWN),
                line("ack fractional", cluster("\"ack\":1.5,\"seq\":1"), UNKNOWN),
                line("ack 2^53", cluster("\"ack\":9007199254740992,\"seq\":1"), UNKNOWN),
                line("ack 2^64", cluster("\"ack\":18446744073709551616,\"seq\":1"), UNKNOWN),
                line("ack 1e999999999", cluster("\"ack\":1e999999999,\"seq\":1"), UNKNOWN),
                line("accepted 1", cluster("\"ack\":1,\"accepted\":1,\"seq\":1"), REFUSED),
                line("accepted null", cluster("\"ack\":1,\"accepted\":null,\"seq\":1"), REFUSED),
                line("accepted text", cluster("\"ack\":1,\"accepted\":\"true\",\"seq\":1"), REFUSED),
                line("accepted with a broken seq", cluster("\"ack\":1,\"accepted\":true,\"seq\":-1"), REFUSED),
                line("key 5", cluster("\"ack\":1,\"key\":5,\"seq\":1"), REFUSED),
                line("errno text", cluster("\"ack\":1,\"key\":\"k\",\"errno\":\"EPERM\",\"seq\":1"), REFUSED),
                line("errno positive", cluster("\"ack\":1,\"key\":\"k\",\"errno\":98,\"seq\":1"), REFUSED),
                line("errno -5000", cluster("\"ack\":1,\"key\":\"k\",\"errno\":-5000,\"seq\":1"), REFUSED),
                line("sockname array", reply("[]"), Message.QueryReply.class),
                line("sockname with port text", reply("{\"address\":\"a\",\"port\":\"80\"}"), REFUSED),
                line("sockname with port 70000", reply("{\"address\":\"a\",\"port\":70000}"), REFUSED),
                line("sockname with port -1", reply("{\"address\":\"a\",\"port\":-1}"), REFUSED),
                line("sockname without address", reply("{\"port\":80}"), REFUSED),
                line(
                        "sockname of family 6",
                        reply("{\"address\":\"a\",\"port\":1,\"family\":6}"),
                        Message.QueryReply.class),
                line("newconn without key", cluster("\"act\":\"newconn\",\"seq\":1"), REFUSED),
                line("newconn with key null", cluster("\"act\":\"newconn\",\"key\":null,\"seq\":1"), REFUSED),
                line("close with key array", cluster("\"act\":\"close\",\"key\":[],\"seq\":1"), REFUSED),
                line("query with port 70000", query("null", "70000", "4", "0"), REFUSED),
                line("query with port -2", query("null", "-2", "4", "0"), REFUSED),
                line("query with port 80.5", query("null", "80.5", "4", "0"), REFUSED),
                line("query with port text", query("null", "\"80\"", "4", "0"), REFUSED),
                line("query with port array", query("null", "[80]", "4", "0"), REFUSED),
                line("query with address 5", query("5", "80", "4", "0"), REFUSED),
                line("query with address array", query("[\"a\"]", "80", "4", "0"), REFUSED),
                line("query with address type 5", query("null", "80", "5", "0"), REFUSED),
                line("query with address type text", query("null", "80", "\"4,\\\"x\\\":1\"", "0"), REFUSED),
                line("query with address type array", query("null", "80", "[]", "0"), REFUSED),
                line("query with address type 4.0", query("null", "80", "4.0", "0"), REFUSED),
                line("query with index -1", query("null", "80", "4", "-1"), REFUSED),
                line("query with index 1e9", query("null", "80", "4", "1000000000"), REFUSED),
                line("query with index text", query("null", "80", "4", "\"0\""), REFUSED),
                line("query without anything", cluster("\"act\":\"queryServer\",\"seq\":1"), REFUSED),
                line("capabilities without anything", online("{}"), REFUSED),
                line("window 0", online("{\"v\":1,\"window\":0}"), REFUSED),
                line("window -1", online("{\"v\":1,\"window\":-1}"), REFUSED),
                line("window 1e9", online("{\"v\":1,\"window\":1e9}"), REFUSED),
                line("window 1000000000", online("{\"v\":1,\"window\":1000000000}"), REFUSED),
                line("window 2^32 + 1", online("{\"v\":1,\"window\":4294967297}"), REFUSED),
                line("window text", online("{\"v\":1,\"window\":\"16\"}"), REFUSED),
                line("version 0", online("{\"v\":0,\"window\":16}"), REFUSED),
                line("version null", online("{\"v\":null,\"window\":16}"), REFUSED));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"documents", "encodings", "fields"})
    void nonsenseIsReadAsAMessageOrRefusedWithAProtocolException(String name, byte[] line, Class<?> expected) {
        Object outcome = MessageCodecTest.outcome(line);

        assertThat(outcome).as(name).isInstanceOf(expected);
        requireSane(line, outcome);
    }

    @Test
    void mebibyteOfHandlesInHandlesCostsNoMoreThanReadingIt() {
        String line = MessageCodecTest.wrapped('"' + "x".repeat(900_000) + '"', 400);
        Assertions.assertTimeout(Duration.ofSeconds(1), () -> {
            assertThat(MessageCodecTest.outcome(line.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(REFUSED);
        });
    }

    @Test
    void mutatedLinesAreReadAsMessagesOrRefusedWithAProtocolException() {
        Random random = new Random(20);
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] line = VALID[random.nextInt(VALID.length)].getBytes(StandardCharsets.UTF_8);
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                line = mutate(line, random);
            }
            byte[] mutated = line;
            assertThatCode(() -> requireSane(mutated, MessageCodecTest.outcome(mutated)))
                    .as("mutation %d: %s", i, Arrays.toString(mutated))
                    .doesNotThrowAnyException();
        }
    }

    /** A refusal is fit for a log; a message can be written as one line; a hot line means the same to the codec. */
    private static void requireSane(byte[] line, Object outcome) {
        ByteBuffer buffer = ByteBuffer.wrap(line);
        long accepted = HotLine.accepted(buffer, 0, line.length);
        if (outcome instanceof ProtocolException refusal) {
            MessageCodecTest.requirePrintable(refusal);
            assertThat(accepted).isEqualTo(-1);
            return;
        }
        byte[] again = MessageCodec.encode((Message) outcome);
        int end = again.length - 1;
        for (int i = 0; i < end; i++) {
            assertThat(again[i]).isNotEqualTo((byte) '\n');
        }
        assertThat(again[end]).isEqualTo((byte) '\n');
        assertThat(MessageCodecTest.outcome(Arrays.copyOf(again, end))).isEqualTo(outcome);
        if (accepted != -1) {
            assertThat(outcome).isInstanceOfSatisfying(Message.Accepted.class, message -> assertThat(
                            message.accepted() ? message.ack() : -2 - message.ack())
                    .isEqualTo(accepted));
        }
    }

    private static byte[] mutate(byte[] line, Random random) {
        int at = random.nextInt(line.length + 1);
        return switch (random.nextInt(6)) {
            case 0 -> Arrays.copyOf(line, at);
            case 1 -> insert(line, at, FRAGMENTS[random.nextInt(FRAGMENTS.length)].getBytes(StandardCharsets.UTF_8));
            case 2 -> insert(line, at, Arrays.copyOfRange(line, random.nextInt(at + 1), at));
            case 3 -> remove(line, at, random.nextInt(1 + Math.min(8, line.length - at)));
            case 4 -> withByte(line, random, (byte) random.nextInt());
            default -> withByte(line, random, (byte) (' ' + random.nextInt(95)));
        };
    }

    private static byte[] insert(byte[] line, int at, byte[] what) {
        return ByteBuffer.allocate(line.length + what.length)
                .put(line, 0, at)
                .put(what)
                .put(line, at, line.length - at)
                .array();
    }

    private static byte[] remove(byte[] line, int at, int count) {
        return ByteBuffer.allocate(line.length - count)
                .put(line, 0, at)
                .put(line, at + count, line.length - at - count)
                .array();
    }

    private static byte[] withByte(byte[] line, Random random, byte value) {
        byte[] changed = line.clone();
        // A line never contains its own end.
        if (changed.length > 0 && value != '\n') {
            changed[random.nextInt(changed.length)] = value;
        }
        return changed;
    }

    private static String cluster(String fields) {
        return "{\"cmd\":\"NODE_CLUSTER\"," + fields + "}";
    }

    private static String handle(String message) {
        return "{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Native\",\"msg\":" + message + "}";
    }

    private static String online(String baton) {
        return cluster("\"act\":\"online\",\"seq\":0,\"baton\":" + baton);
    }

    private static String reply(String sockname) {
        return cluster("\"errno\":null,\"key\":\"k\",\"ack\":1,\"sockname\":" + sockname + ",\"seq\":1");
    }

    private static String query(String address, String port, String addressType, String index) {
        return cluster("\"act\":\"queryServer\",\"index\":" + index + ",\"data\":null,\"address\":" + address
                + ",\"port\":" + port + ",\"addressType\":" + addressType + ",\"seq\":1");
    }

    private static Arguments line(String name, String line, Class<?> expected) {
        return bytes(name, line.getBytes(StandardCharsets.UTF_8), expected);
    }

    private static Arguments hex(String name, String bytes, Class<?> expected) {
        String[] digits = bytes.split(" ", -1);
        byte[] line = new byte[digits.length];
        for (int i = 0; i < line.length; i++) {
            line[i] = (byte) Integer.parseInt(digits[i], 16);
        }
        return bytes(name, line, expected);
    }

    private static Arguments bytes(String name, byte[] line, Class<?> expected) {
        return Arguments.of(name, line, expected);
    }
}
