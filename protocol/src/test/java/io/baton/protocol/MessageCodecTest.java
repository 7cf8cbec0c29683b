package io.baton.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageCodecTest {

    private static final String KEY = "127.0.0.1:0:4:undefined:0";
    private static final ListenAddress LOOPBACK = new ListenAddress("127.0.0.1", 0, "4");

    /** Lines as Node v20 sends them. They are written in the same bytes. */
    static Stream<Arguments> nodesLines() {
        return Stream.of(
                Arguments.of("{\"cmd\":\"NODE_HANDLE_ACK\"}", new Message.Ack()),
                Arguments.of("{\"cmd\":\"NODE_HANDLE_NACK\"}", new Message.Nack()),
                Arguments.of(
                        "{\"cmd\":\"NODE_CLUSTER\",\"act\":\"online\",\"seq\":0}",
                        new Message.Online(0, Capabilities.NODE)),
                Arguments.of(
                        "{\"cmd\":\"NODE_CLUSTER\",\"act\":\"close\",\"key\":\"127.0.0.1:0:4:undefined:0\",\"seq\":5}",
                        new Message.Close(5, KEY)),
                Arguments.of(
                        "{\"cmd\":\"NODE_CLUSTER\",\"act\":\"exitedAfterDisconnect\",\"seq\":6}",
                        new Message.ExitedAfterDisconnect(6)),
                Arguments.of("{\"cmd\":\"NODE_CLUSTER\",\"ack\":6,\"seq\":3}", new Message.Reply(6, 3)),
                Arguments.of(
                        "{\"cmd\":\"NODE_CLUSTER\",\"ack\":1,\"accepted\":true,\"seq\":3}",
                        new Message.Accepted(1, 3, true)),
                Arguments.of(
                        "{\"cmd\":\"NODE_CLUSTER\",\"ack\":1,\"accepted\":false,\"seq\":3}",
                        new Message.Accepted(1, 3, false)),
                Arguments.of(
                        "{\"cmd\":\"NODE_CLUSTER\",\"errno\":null,\"key\":\"127.0.0.1:0:4:undefined:0\",\"ack\":1,"
                                + "\"data\":null,\"sockname\":{\"address\":\"127.0.0.1\",\"family\":\"IPv4\","
                                + "\"port\":40299},\"seq\":0}",
                        new Message.QueryReply(1, 0, 0, KEY, new ListenAddress("127.0.0.1", 40299, "4"))),
                Arguments.of(
                        "{\"cmd\":\"NODE_CLUSTER\",\"errno\":null,\"key\":\"::1:0:6:undefined:0\",\"ack\":1,"
                                + "\"data\":null,\"sockname\":{\"address\":\"::1\",\"family\":\"IPv6\","
                                + "\"port\":40299},\"seq\":0}",
                        new Message.QueryReply(1, 0, 0, "::1:0:6:undefined:0", new ListenAddress("::1", 40299, "6"))),
                Arguments.of(
                        "{\"cmd\":\"NODE_CLUSTER\",\"errno\":null,\"key\":\"/abs/path:-1:-1:undefined:0\",\"ack\":1,"
                                + "\"data\":null,\"seq\":0}",
                        new Message.QueryReply(1, 0, 0, "/abs/path:-1:-1:undefined:0", null)),
                Arguments.of(
                        "{\"cmd\":\"NODE_CLUSTER\",\"errno\":-99,\"key\":\"192.0.2.1:1:4:undefined:0\",\"ack\":5,"
                                + "\"data\":null,\"seq\":4}",
                        new Message.QueryReply(5, 4, -99, "192.0.2.1:1:4:undefined:0", null)),
                Arguments.of(
                        "{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Native\",\"msg\":{\"cmd\":\"NODE_CLUSTER\","
                                + "\"errno\":0,\"key\":\"127.0.0.1:0:4:undefined:0\",\"ack\":1,\"data\":null,\"seq\":0}}",
                        new Message.WithHandle(HandleType.NET_NATIVE, new Message.QueryReply(1, 0, 0, KEY, null))),
                Arguments.of(
                        "{\"cmd\":\"NODE_HANDLE\",\"type\":\"dgram.Native\",\"msg\":{\"cmd\":\"NODE_CLUSTER\","
                                + "\"errno\":0,\"key\":\"0.0.0.0:0:udp4:-1:0\",\"ack\":6,\"data\":null,\"seq\":3}}",
                        new Message.WithHandle(
                                HandleType.DGRAM_NATIVE, new Message.QueryReply(6, 3, 0, "0.0.0.0:0:udp4:-1:0", null))),
                Arguments.of(
                        "{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Native\",\"msg\":{\"cmd\":\"NODE_CLUSTER\","
                                + "\"act\":\"newconn\",\"key\":\"127.0.0.1:0:4:undefined:0\",\"seq\":1}}",
                        new Message.WithHandle(HandleType.NET_NATIVE, new Message.NewConnection(1, KEY))),
                Arguments.of("{\"cmd\":\"NODE_CLUSTER\",\"act\":\"disconnect\",\"seq\":3}", new Message.Disconnect(3)),
                Arguments.of(
                        "{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Server\",\"msg\":{\"k\":\"server\"}}",
                        new Message.WithHandle(HandleType.NET_SERVER, new Message.User("{\"k\":\"server\"}"))),
                Arguments.of(
                        "{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Native\",\"msg\":{\"k\":\"rawtcp\"}}",
                        new Message.WithHandle(HandleType.NET_NATIVE, new Message.User("{\"k\":\"rawtcp\"}"))),
                Arguments.of(
                        "{\"hello\":\"w\u00f6rld \ud83d\ude00\"}", user("{\"hello\":\"w\u00f6rld \ud83d\ude00\"}")),
                Arguments.of("\"text\"", user("\"text\"")),
                Arguments.of("5", user("5")),
                Arguments.of("null", user("null")),
                Arguments.of("[1,2]", user("[1,2]")),
                Arguments.of("{\"cmd\":\"NODE_\"}", user("{\"cmd\":\"NODE_\"}")),
                Arguments.of("{\"cmd\":\"node_HANDLE\"}", user("{\"cmd\":\"node_HANDLE\"}")),
                Arguments.of("{\"cmd\":5}", user("{\"cmd\":5}")),
                Arguments.of("\"NODE_HANDLE\"", user("\"NODE_HANDLE\"")),
                Arguments.of("{\"cmd\":\"NODE_DEBUG_ENABLED\"}", new Message.Unknown("NODE_DEBUG_ENABLED")));
    }

    @ParameterizedTest
    @CsvSource({"GET_COUNT, ''", "COUNT, ',\"count\":3'", "NOTIFY_CLOSE, ''", "ALL_CLOSED, ''"})
    void wordsAboutSocketsAreReadAndWrittenInNodesBytes(Message.SocketTally.Verb verb, String rest)
            throws ProtocolException {
        String line = "{\"cmd\":\"NODE_SOCKET_" + verb + "\",\"key\":\"4:127.0.0.1:0\"" + rest + "}";
        Message message = new Message.SocketTally(verb, "4:127.0.0.1:0", rest.isEmpty() ? 0 : 3);

        assertThat(decode(line)).isEqualTo(message);
        assertThat(encode(message)).isEqualTo(line + "\n");
    }

    @ParameterizedTest
    @MethodSource("nodesLines")
    void nodesLineIsReadAndWrittenInNodesBytes(String line, Message message) throws ProtocolException {
        assertThat(decode(line)).isEqualTo(message);
        assertThat(encode(message)).isEqualTo(line + "\n");
    }

    /** Requests of a Node worker: TCP, every address, IPv6 only, a path, UDP, TLS, a descriptor. */
    static Stream<Arguments> nodesListens() {
        return Stream.of(
                Arguments.of(
                        "\"index\":0,\"data\":null,\"address\":\"127.0.0.1\",\"port\":0,\"addressType\":4,\"flags\":0,\"backlog\":0",
                        ListenRequest.of(LOOPBACK),
                        "127.0.0.1:0:4:undefined:0"),
                Arguments.of(
                        "\"index\":2,\"data\":null,\"address\":null,\"port\":0,\"addressType\":4,\"backlog\":128",
                        new ListenRequest(new ListenAddress(null, 0, "4"), 2, -1, 0, 128, null),
                        "null:0:4:undefined:2"),
                Arguments.of(
                        "\"index\":0,\"data\":null,\"address\":\"::1\",\"port\":80,\"addressType\":6,\"flags\":1,\"backlog\":0",
                        new ListenRequest(new ListenAddress("::1", 80, "6"), 0, -1, ListenRequest.IPV6_ONLY, 0, null),
                        "::1:80:6:undefined"),
                Arguments.of(
                        "\"index\":0,\"data\":null,\"address\":\"/abs/path\",\"port\":-1,\"addressType\":-1,\"backlog\":0",
                        ListenRequest.of(new ListenAddress("/abs/path", -1, "-1")),
                        "/abs/path:-1:-1:undefined"),
                Arguments.of(
                        "\"index\":0,\"data\":null,\"address\":\"127.0.0.1\",\"port\":0,\"addressType\":\"udp4\",\"fd\":-1,\"flags\":4",
                        new ListenRequest(
                                new ListenAddress("127.0.0.1", 0, "udp4"), 0, -1, ListenRequest.REUSE_ADDRESS, 0, null),
                        "127.0.0.1:0:udp4:-1:0"),
                Arguments.of(
                        "\"index\":0,\"data\":null,\"address\":null,\"port\":null,\"addressType\":null,\"fd\":19,\"backlog\":0",
                        new ListenRequest(new ListenAddress(null, -1, "null"), 0, 19, 0, 0, null),
                        "null:null:null:19"),
                Arguments.of(
                        "\"index\":0,\"data\":{\"ticketKeys\":\"0f\"},\"address\":null,\"port\":443,\"addressType\":4,\"backlog\":0",
                        new ListenRequest(new ListenAddress(null, 443, "4"), 0, -1, 0, 0, "{\"ticketKeys\":\"0f\"}"),
                        "null:443:4:undefined"));
    }

    @ParameterizedTest
    @MethodSource("nodesListens")
    void listenIsReadAndWrittenInNodesBytesAndNamedByNodesKey(String fields, ListenRequest request, String key)
            throws ProtocolException {
        Message query = new Message.QueryServer(1, request);
        String line = "{\"cmd\":\"NODE_CLUSTER\",\"act\":\"queryServer\"," + fields + ",\"seq\":1}";
        assertThat(decode(line)).isEqualTo(query);
        assertThat(encode(query)).isEqualTo(line + "\n");
        assertThat(request.key()).isEqualTo(key);

        Message listening = new Message.Listening(2, request);
        line = "{\"cmd\":\"NODE_CLUSTER\",\"act\":\"listening\"," + fields + ",\"seq\":2}";
        assertThat(decode(line)).isEqualTo(listening);
        assertThat(encode(listening)).isEqualTo(line + "\n");
    }

    @Test
    void udpRequestWithoutAPortMeansAnyPort() throws ProtocolException {
        Message message = MessageCodec.decode("{\"cmd\":\"NODE_CLUSTER\",\"act\":\"queryServer\",\"address\":null,"
                + "\"addressType\":\"udp4\",\"fd\":-1,\"index\":0,\"flags\":0,\"seq\":1}");
        assertThat(((Message.QueryServer) message).address().port()).isZero();
    }

    @Test
    void statsTellProgressOnlyWhenThereIsSome() throws ProtocolException {
        String without =
                "{\"cmd\":\"NODE_BATON\",\"act\":\"stats\",\"open\":3,\"computing\":2,\"threads\":1,\"requests\":9,\"seq\":7}";
        String with = without.replace(",\"seq\"", ",\"progress\":40,\"seq\"");
        Message.Stats stats = new Message.Stats(7, 3, 2, 1, 9, 40);
        assertThat(MessageCodec.encode(stats)).isEqualTo((with + "\n").getBytes(StandardCharsets.UTF_8));
        assertThat(MessageCodec.decode(with)).isEqualTo(stats);
        Message.Stats none = new Message.Stats(7, 3, 2, 1, 9, 0);
        assertThat(MessageCodec.encode(none)).isEqualTo((without + "\n").getBytes(StandardCharsets.UTF_8));
        assertThat(MessageCodec.decode(without)).isEqualTo(none);
    }

    @Test
    void backlogFalseOfATlsServerMeansTheUsualOne() throws ProtocolException {
        assertThat(decode("{\"cmd\":\"NODE_CLUSTER\",\"act\":\"queryServer\",\"index\":0,\"data\":null,"
                        + "\"address\":null,\"port\":443,\"addressType\":4,\"backlog\":false,\"seq\":1}"))
                .isEqualTo(new Message.QueryServer(1, ListenRequest.of(new ListenAddress(null, 443, "4"))));
    }

    @Test
    void ticketKeysOfTheFirstWorkerAreEchoedUnchanged() throws ProtocolException {
        String data = "{\"ticketKeys\":\"" + "0f".repeat(48) + "\"}";
        Message reply = new Message.QueryReply(1, 0, 0, KEY, null, data);
        String line = "{\"cmd\":\"NODE_CLUSTER\",\"errno\":null,\"key\":\"" + KEY + "\",\"ack\":1,\"data\":" + data
                + ",\"seq\":0}";

        assertThat(encode(reply)).isEqualTo(line + "\n");
        assertThat(decode(line)).isEqualTo(reply);
    }

    @Test
    void pathsAndDatagramSocketsHaveNoSockname() {
        for (String type : new String[] {"-1", "udp4", "udp6"}) {
            assertThat(encode(new Message.QueryReply(1, 0, 0, KEY, new ListenAddress("x", 1, type))))
                    .doesNotContain("sockname");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "net.Socket, NET_SOCKET, key, 4:127.0.0.1:0",
        "dgram.Socket, DGRAM_SOCKET, dgramType, udp4",
    })
    void handleLinesAreReadAndWrittenInNodesBytes(String name, HandleType type, String field, String value)
            throws ProtocolException {
        String line = "{\"cmd\":\"NODE_HANDLE\",\"type\":\"" + name + "\",\"msg\":{\"k\":\"sock\"},\"" + field + "\":\""
                + value + "\"}";
        Message message = new Message.WithHandle(
                type,
                user("{\"k\":\"sock\"}"),
                field.equals("key") ? value : null,
                field.equals("dgramType") ? value : null);

        assertThat(decode(line)).isEqualTo(message);
        assertThat(encode(message)).isEqualTo(line + "\n");
    }

    @ParameterizedTest
    @CsvSource({"net.Native, 127.0.0.1:0:4:undefined:0, 0", "dgram.Native, 127.0.0.1:0:udp4:-1:0, 1"})
    void queryReplyWithASharedHandleIsRead(String type, String key, int seq) throws ProtocolException {
        assertThat(decode("{\"cmd\":\"NODE_HANDLE\",\"type\":\"" + type + "\",\"msg\":{\"cmd\":\"NODE_CLUSTER\","
                        + "\"errno\":0,\"key\":\"" + key + "\",\"ack\":2,\"data\":null,\"seq\":" + seq + "}}"))
                .isEqualTo(
                        new Message.WithHandle(HandleType.named(type), new Message.QueryReply(2, seq, 0, key, null)));
    }

    @ParameterizedTest
    @ValueSource(strings = {" %s", "%s ", "\t%s\t", "%s\r", " \r\t %s \r\t ", "\n%s"})
    void whitespaceAroundTheDocumentIsIgnored(String around) throws ProtocolException {
        for (String line : new String[] {
            "{\"cmd\":\"NODE_HANDLE_ACK\"}", "{ \"cmd\" :\t\"NODE_HANDLE_ACK\" }",
        }) {
            assertThat(decode(around.formatted(line))).isEqualTo(new Message.Ack());
        }
    }

    @Test
    void keyOrderIsNoMatter() throws ProtocolException {
        assertThat(decode("{\"seq\":3,\"accepted\":true,\"ack\":1,\"cmd\":\"NODE_CLUSTER\"}"))
                .isEqualTo(new Message.Accepted(1, 3, true));
    }

    @Test
    void handleLineThatNodeWrappedOnceMoreIsTheSameHandleAndMessage() throws ProtocolException {
        assertThat(decode("{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Native\",\"msg\":{\"cmd\":\"NODE_HANDLE\","
                        + "\"type\":\"net.Socket\",\"msg\":{\"i\":1},\"key\":\"4:127.0.0.1:0\"}}"))
                .isEqualTo(new Message.WithHandle(HandleType.NET_SOCKET, user("{\"i\":1}"), "4:127.0.0.1:0", null));
    }

    @ParameterizedTest
    @CsvSource({"1, true", "2, true", "4, true", "6, false", "900, false"})
    void handleLineIsUnwrappedAsOftenAsNodeSendsAgain(int wraps, boolean accepted) {
        String line = wrapped("{\"i\":1}", wraps);
        if (accepted) {
            assertThat(outcome(line.getBytes(StandardCharsets.UTF_8)))
                    .isEqualTo(new Message.WithHandle(HandleType.NET_NATIVE, user("{\"i\":1}")));
        } else {
            assertThatThrownBy(() -> decode(line))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("NODE_HANDLE");
        }
    }

    @Test
    void handleLineWithoutAMessageCarriesNull() throws ProtocolException {
        Message message = decode("{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Socket\"}");

        assertThat(message).isEqualTo(new Message.WithHandle(HandleType.NET_SOCKET, user("null")));
        assertThat(decode(encode(message).strip())).isEqualTo(message);
    }

    @Test
    void loneSurrogatesAreReadAndWrittenAsEscapes() throws ProtocolException {
        String close = "{\"cmd\":\"NODE_CLUSTER\",\"act\":\"close\",\"key\":\"a\\ud800b\\udc00\",\"seq\":5}";
        Message message = decode(close);
        assertThat(message).isEqualTo(new Message.Close(5, "a\ud800b\udc00"));
        assertThat(encode(message)).isEqualTo(close + "\n");

        String handle = "{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Socket\",\"msg\":{\"k\":\"\\ud800\"}}";
        assertThat(encode(decode(handle))).isEqualTo(handle + "\n");
        String user = "{\"k\":\"\\ud83d\"}";
        assertThat(encode(decode(user))).isEqualTo(user + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"", "\\", "\n", "\u0000", "\u001b[31m", "\u2028", "\ud83d\ude00", "{\"cmd\":1}\n{}"})
    void anyKeyIsOneLineAndComesBackAsItWas(String key) throws ProtocolException {
        String line = encode(new Message.Close(1, key));

        assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
        assertThat(decode(line.strip())).isEqualTo(new Message.Close(1, key));
    }

    @Test
    void capabilitiesRideOnOnlineInAFieldThatNodeIgnores() throws ProtocolException {
        String line = "{\"cmd\":\"NODE_CLUSTER\",\"act\":\"online\",\"seq\":0,\"baton\":{\"v\":3,\"window\":16}}";
        Message online = new Message.Online(0, Capabilities.BATON);

        assertThat(encode(online)).isEqualTo(line + "\n");
        assertThat(decode(line)).isEqualTo(online);
    }

    @Test
    void metricsAreAskedForAndToldInParts() throws ProtocolException {
        Message question = new MetricsMessage.AskMetrics(7);
        String asked = "{\"cmd\":\"NODE_BATON\",\"act\":\"askMetrics\",\"seq\":7}";
        Message answer = new MetricsMessage.Metrics(7, 11, true, "# TYPE a gauge\na{b=\"c\"} 1\n", "");
        String told = "{\"cmd\":\"NODE_BATON\",\"act\":\"metrics\",\"ack\":7,\"more\":true,"
                + "\"text\":\"# TYPE a gauge\\na{b=\\\"c\\\"} 1\\n\",\"why\":\"\",\"seq\":11}";

        assertThat(encode(question)).isEqualTo(asked + "\n");
        assertThat(decode(asked)).isEqualTo(question);
        assertThat(encode(answer)).isEqualTo(told + "\n");
        assertThat(decode(told)).isEqualTo(answer);
        assertThat(Capabilities.BATON.tellsMetrics()).isTrue();
        assertThat(Capabilities.NODE.tellsMetrics()).isFalse();
    }

    @Test
    void capabilitiesOfALaterVersionAreRead() throws ProtocolException {
        assertThat(decode("{\"cmd\":\"NODE_CLUSTER\",\"act\":\"online\",\"seq\":0,"
                        + "\"baton\":{\"v\":2,\"window\":1024,\"colour\":\"red\"}}"))
                .isEqualTo(new Message.Online(0, new Capabilities(2, 1024)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "true", "5", "\"v1\"", "[]"})
    void peerWhoseCapabilitiesAreNoObjectIsPlainNode(String baton) throws ProtocolException {
        assertThat(decode("{\"cmd\":\"NODE_CLUSTER\",\"act\":\"online\",\"seq\":0,\"baton\":" + baton + "}"))
                .isEqualTo(new Message.Online(0, Capabilities.NODE));
    }

    @Test
    void lineIsReadWhereItLiesInABuffer() throws ProtocolException {
        ByteBuffer buffer = ByteBuffer.wrap("xx{\"cmd\":\"NODE_HANDLE_ACK\"}yy".getBytes(StandardCharsets.UTF_8));
        buffer.position(1).limit(3);

        assertThat(MessageCodec.decode(buffer.clear(), 2, 27)).isEqualTo(new Message.Ack());
        assertThat(buffer.position()).isZero();
    }

    @Test
    void errorSaysFieldAndFoundAndExpected() {
        assertThatThrownBy(() -> decode("{\"cmd\":\"NODE_CLUSTER\",\"act\":\"online\",\"seq\":-1}"))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("seq: -1 (expected: an integer in 0..2^53-1) in "
                        + "{\"cmd\":\"NODE_CLUSTER\",\"act\":\"online\",\"seq\":-1}");
        assertThatThrownBy(() -> decode("{\"cmd\":\"NODE_CLUSTER\",\"act\":\"online\"}"))
                .hasMessageStartingWith("seq: missing (expected: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tru\u001b[31m",
                "x\u009b31m",
                "\u001b]0;title\u0007",
                "{\"cmd\":\"NODE_CLUSTER\",\"act\":\"online\",\"seq\":\"\u009b31m\"}",
                "{\"cmd\":\"NODE_CLUSTER\",\"act\":\"close\",\"key\":5,\"x\":\"\u0085\"}",
                "{\"a\\u001b\":1}\r\u007fx"
            })
    void errorAboutAnyLineIsFitForALog(String line) {
        assertThatThrownBy(() -> decode(line))
                .isInstanceOfSatisfying(ProtocolException.class, MessageCodecTest::requirePrintable);
    }

    static Object outcome(byte[] line) {
        try {
            return MessageCodec.decode(ByteBuffer.wrap(line), 0, line.length);
        } catch (ProtocolException e) {
            return e;
        }
    }

    static void requirePrintable(ProtocolException e) {
        String message = String.valueOf(e.getMessage());
        assertThat(message.length()).isLessThan(500);
        assertThat(message.chars()).noneMatch(Character::isISOControl);
    }

    static String wrapped(@Nullable String message, int times) {
        return "{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Native\",\"msg\":".repeat(times) + message + "}".repeat(times);
    }

    private static Message user(String json) {
        return new Message.User(json);
    }

    private static Message decode(String line) throws ProtocolException {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return MessageCodec.decode(ByteBuffer.wrap(bytes), 0, bytes.length);
    }

    private static String encode(Message message) {
        return new String(MessageCodec.encode(message), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({"',\"requests\":9', 9", "',\"requests\":0', 0", "'', -1"})
    void statsCountRequestsOrOmitThem(String field, long requests) throws ProtocolException {
        String line = "{\"cmd\":\"NODE_BATON\",\"act\":\"stats\",\"open\":1,\"computing\":2,\"threads\":3" + field
                + ",\"seq\":6}";
        Message.Stats stats = new Message.Stats(6, 1, 2, 3, requests, 0);
        assertThat(MessageCodec.decode(line)).isEqualTo(stats);
        assertThat(new String(MessageCodec.encode(stats), StandardCharsets.UTF_8))
                .isEqualTo(line + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.5", "\"9\"", "null", "true", "9007199254740992"})
    void impossibleCountOfRequestsIsRefused(String requests) {
        assertThatThrownBy(() -> MessageCodec.decode("{\"cmd\":\"NODE_BATON\",\"act\":\"stats\",\"open\":1,"
                        + "\"computing\":2,\"threads\":3,\"requests\":" + requests + ",\"seq\":6}"))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("requests");
    }
}
