package io.baton.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MovingMessageTest {

    private static final String KEY = "127.0.0.1:3000:4:undefined";
    private static final String LEFTOVER =
            Base64.getEncoder().encodeToString("GET / HT".getBytes(StandardCharsets.US_ASCII));

    static Stream<Message> messages() {
        return Stream.of(
                new Message.Disconnect(3, true),
                new Message.WithHandle(
                        HandleType.NET_SOCKET, new MovingMessage.Returned(4, KEY, new Moved(LEFTOVER, 17, 4711))),
                new Message.WithHandle(
                        HandleType.NET_SOCKET, new MovingMessage.Returned(5, KEY, new Moved(null, 0, 0))),
                new Message.WithHandle(
                        HandleType.NET_NATIVE, new Message.NewConnection(6, KEY, new Moved(LEFTOVER, 1, 2))),
                new Message.WithHandle(HandleType.NET_NATIVE, new Message.NewConnection(7, KEY, new Moved(null, 1, 2))),
                new MovingMessage.GiveBack(8, 3, 0),
                new MovingMessage.GiveBack(9, 1, 42),
                new MovingMessage.GaveBack(9, 10, 0, "42: it is \"busy\""),
                new MovingMessage.AskConnections(11, 200),
                new MovingMessage.Connections(11, 12, true, List.of()),
                new MovingMessage.Connections(
                        11,
                        13,
                        false,
                        List.of(
                                new OpenConnection(1, "127.0.0.1:4711", 900, 3, 80, ""),
                                new OpenConnection(2, "", 1, 0, 0, "TLS"))),
                new MovingMessage.Upgrade(14, true),
                new MovingMessage.Upgrade(15, false));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void whatIsWrittenIsReadAsTheSame(Message message) throws ProtocolException {
        String line = new String(MessageCodec.encode(message), StandardCharsets.UTF_8);

        assertThat(line).endsWith("\n").startsWith("{\"cmd\":\"NODE_");
        assertThat(MessageCodec.decode(line.substring(0, line.length() - 1))).isEqualTo(message);
    }

    @Test
    void aLeftoverThatIsTooLongEndsTheChannelAndNotTheReader() {
        String line = "{\"cmd\":\"NODE_BATON\",\"act\":\"returned\",\"key\":\"k\",\"requests\":0,\"age\":0,\"seq\":1,"
                + "\"leftover\":\"" + "A".repeat(44 * 1024) + "\"}";

        assertThatThrownBy(() -> MessageCodec.decode(line))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("leftover")
                .hasMessageContaining("43692");
    }

    @Test
    void aListIsBounded() {
        String one = "{\"id\":1,\"peer\":\"\",\"age\":0,\"requests\":0,\"idle\":0,\"fixed\":\"\"}";
        String line = "{\"cmd\":\"NODE_BATON\",\"act\":\"connections\",\"ack\":1,\"seq\":1,\"list\":["
                + (one + ",").repeat(200) + one + "]}";

        assertThatThrownBy(() -> MessageCodec.decode(line))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("more than 200");
    }

    @Test
    void onlyVersionTwoMovesConnections() {
        assertThat(Capabilities.NODE.movesConnections()).isFalse();
        assertThat(new Capabilities(1, 16).movesConnections()).isFalse();
        assertThat(Capabilities.BATON.movesConnections()).isTrue();
    }
}
