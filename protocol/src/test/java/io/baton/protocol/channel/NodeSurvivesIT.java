package io.baton.protocol.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.protocol.HandleType;
import io.baton.protocol.Message;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.FdInfo;
import io.baton.protocol.posix.OpenDescriptors;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Messages and handles that would end a Node process or break its channel are refused or sent in another way. A real
 * Node survives them.
 */
@ExtendWith(OpenDescriptors.class)
@Timeout(60)
@SuppressWarnings("NullAway.Init")
final class NodeSurvivesIT {

    @RegisterExtension
    private static final ChannelLoop LOOP = new ChannelLoop();

    private NodeChild child;
    private Clients clients;

    @BeforeEach
    void start() throws IOException {
        clients = new Clients();
        child = NodeChild.start(LOOP.group());
    }

    @AfterEach
    void end() throws IOException {
        child.close();
        clients.close();
    }

    static Stream<Message> wordsThatEndANodeProcess() {
        return Stream.of(
                new Message.User(""),
                new Message.User("\n"),
                new Message.User("{\"a\":"),
                new Message.User("undefined"),
                new Message.User("1\n\n2"),
                new Message.Ack(),
                new Message.Nack(),
                new Message.User("{\"cmd\":\"NODE_HANDLE_ACK\"}"),
                new Message.User("{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Nothing\"}"),
                new Message.NewConnection(0, "key"),
                new Message.WithHandle(HandleType.NET_NATIVE, new Message.NewConnection(0, "key")));
    }

    @ParameterizedTest
    @MethodSource("wordsThatEndANodeProcess")
    void messageThatWouldEndANodeProcessIsNotSent(Message word) {
        assertThatThrownBy(() -> child.say(word)).isInstanceOf(IllegalArgumentException.class);
        child.requireAlive();
    }

    @Test
    void documentOfSeveralLinesIsSentAsOneLine() {
        child.say("{\n  \"do\": \"echo\",\n  \"value\": [\n    1\n  ]\n}\n");
        assertThat(child.hear()).isEqualTo("{\"echo\":[1]}");
    }

    /** The first one aborts the process. The others stay at the head of Node's received handles for good. */
    @ParameterizedTest
    @ValueSource(strings = {"file", "tty", "packets"})
    void descriptorThatNodeCannotTakeIsNotSentAndTheNextOneArrives(String kind) throws IOException {
        try (Fd handle = Handles.open(kind)) {
            assertThatThrownBy(() -> child.give(HandleType.NET_SOCKET, "1", handle))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        child.give(HandleType.NET_SOCKET, "{\"do\":\"write\",\"text\":\"x\\n\"}", clients.connect());
        assertThat(child.hear()).isEqualTo("{\"wrote\":\"x\\n\",\"on\":\"Socket\"}");
        assertThat(clients.line(0)).isEqualTo("x");
    }

    @Test
    void blockingSocketDoesNotBlockTheReceivingProcess() throws IOException {
        Fd[] pair = io.baton.protocol.posix.Libc.socketpair();
        try (Fd reader = pair[1]) {
            assertThat(FdInfo.isNonBlocking(pair[0])).isFalse();
            child.give(HandleType.NET_SOCKET, "{\"do\":\"flood\",\"bytes\":20000000}", pair[0]);
            assertThat(child.hear()).isEqualTo("{\"flooded\":20000000}");
            child.requireAlive();
            assertThat(reader.isOpen()).isTrue();
        }
    }

    @Test
    void everyHandleOfNodeIsAcknowledgedExactlyOnce() {
        child.say("{\"do\":\"give\",\"count\":20}");
        for (int i = 0; i < 20; i++) {
            assertThat(child.hear()).isEqualTo("{\"given\":" + i + "} with NET_SOCKET key");
            child.takeHandle().close();
        }
        child.say("{\"do\":\"givePackets\"}");
        assertThat(child.hear()).endsWith("with DGRAM_SOCKET");
        child.takeHandle().close();
        child.say("{\"do\":\"closePackets\"}");
        child.requireAlive();
    }

    /** A Node that reads a handle and the end of the channel together drops everything between them. */
    @Test
    void messageBehindAHandleIsNotLostWhenTheChannelEnds() throws IOException {
        child.run(() -> {
            for (int i = 0; i < 3; i++) {
                Fd socket = connected();
                child.channel()
                        .send(
                                new Message.WithHandle(
                                        HandleType.NET_SOCKET,
                                        new Message.User("{\"do\":\"write\",\"text\":\"" + i + "\\n\"}")),
                                socket,
                                Delivery.closing(socket));
            }
            child.channel().send(new Message.User("{\"do\":\"end\"}"));
            child.channel().closeWhenDelivered("enough");
        });
        for (int i = 0; i < 3; i++) {
            assertThat(clients.line(i)).isEqualTo(String.valueOf(i));
            assertThat(clients.line(i)).isNull();
        }
        clients.hangUp();
        assertThat(child.exitStatus()).isZero();
    }

    @Test
    void socketThatNodeHasNoRoomForIsGivenUpAndTheNextOneArrivesWhenItHas() throws IOException {
        child.close();
        child = NodeChild.startWithDescriptors(30, LOOP.group());
        int given = 0;
        do {
            child.give(HandleType.NET_SOCKET, "{\"do\":\"write\",\"text\":\"" + given++ + "\\n\"}", clients.connect());
            child.requireAliveAfter("{\"wrote\":\"" + (given - 1) + "\\n\",\"on\":\"Socket\"}");
        } while (child.outcomes().get(given - 1).equals("TAKEN"));
        assertThat(child.outcomes().get(given - 1)).isEqualTo("REFUSED");
        assertThat(given).isBetween(2, 29);

        child.say("{\"do\":\"end\"}");
        clients.hangUp();
        child.requireAlive();
        child.give(HandleType.NET_SOCKET, "{\"do\":\"write\",\"text\":\"last\\n\"}", clients.connect());
        assertThat(child.hear()).isEqualTo("{\"wrote\":\"last\\n\",\"on\":\"Socket\"}");
        assertThat(clients.line(given)).isEqualTo("last");
    }

    /** Node wraps a message that it sends again. A second answer would end the process. */
    @Test
    void socketThatNodeSendsAgainArrivesOnce() throws IOException {
        child.say("{\"do\":\"give\",\"count\":1}");
        assertThat(child.hear()).isEqualTo("{\"given\":0} with NET_SOCKET key");
        child.takeHandle().close();

        child.loseNextHandle("{\"do\":\"give\",\"count\":1}");
        assertThat(child.hear()).isEqualTo("{\"given\":0} with NET_SOCKET key");
        child.takeHandle().close();
        child.say("{\"do\":\"give\",\"count\":2}");
        for (int i = 0; i < 2; i++) {
            assertThat(child.hear()).isEqualTo("{\"given\":" + i + "} with NET_SOCKET key");
            child.takeHandle().close();
        }
        child.requireAlive();
    }

    private Fd connected() {
        try {
            return clients.connect();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
