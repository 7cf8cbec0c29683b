package io.baton.protocol.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.protocol.Capabilities;
import io.baton.protocol.HandleType;
import io.baton.protocol.Message;
import io.baton.protocol.posix.DescriptorLimit;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.FdInfo;
import io.baton.protocol.posix.OpenDescriptors;
import io.baton.protocol.posix.PosixException;
import io.baton.protocol.posix.SocketKind;
import io.baton.protocol.posix.TaggedSocket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Sends messages and handles, and follows the handles to their outcome. */
@ExtendWith(OpenDescriptors.class)
@Timeout(20)
@SuppressWarnings("NullAway.Init")
class IpcChannelHandleTest {

    private static final String ACK = "{\"cmd\":\"NODE_HANDLE_ACK\"}\n";
    private static final String NACK = "{\"cmd\":\"NODE_HANDLE_NACK\"}\n";

    @RegisterExtension
    private static final ChannelLoop LOOP = new ChannelLoop();

    @RegisterExtension
    private final LoggedLines log = new LoggedLines(IncomingLines.class);

    private ChannelRig rig;
    private final List<String> outcomes = new ArrayList<>();

    @BeforeEach
    void connect() throws PosixException {
        rig = new ChannelRig(LOOP.group());
        rig.open();
        peerIs(Capabilities.NODE);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void handleIsBorrowedUntilItIsAcknowledged() throws PosixException {
        send(1);
        assertThat(rig.peer().hear()).isEqualTo(line(1));
        assertThat(outcomes()).isEmpty();
        rig.peer().say(ACK);

        awaitOutcomes("1 TAKEN");
        requireHandles(1);
    }

    @Test
    void queryReplyCarriesAListeningSocket() throws PosixException {
        Fd socket = rig.handle(7);
        rig.onLoop(() -> {
            Message reply = new Message.QueryReply(1, 0, 0, ChannelRig.KEY, null, "{\"ticketKeys\":\"00\"}");
            rig.channel().send(new Message.WithHandle(HandleType.NET_NATIVE, reply), socket, outcome -> {});
            return "";
        });

        assertThat(rig.peer().hear())
                .isEqualTo("{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Native\",\"msg\":{\"cmd\":\"NODE_CLUSTER\","
                        + "\"errno\":0,\"key\":\"null:80:4:undefined:0\",\"ack\":1,"
                        + "\"data\":{\"ticketKeys\":\"00\"},\"seq\":0}}");
        requireHandles(7);
    }

    @Test
    void messageBehindAHandleWaitsForTheAcknowledgementOfPlainNode() throws PosixException {
        send(1);
        say("\"a\"");
        send(2);
        say("\"b\"");
        assertThat(rig.onLoop(() -> rig.channel().allWritten())).isFalse();

        assertThat(rig.peer().hear()).isEqualTo(line(1));
        rig.peer().say(ACK);
        assertThat(rig.peer().hear()).isEqualTo("\"a\"");
        assertThat(rig.peer().hear()).isEqualTo(line(2));
        awaitOutcomes("1 TAKEN");
        rig.peer().say(ACK);
        assertThat(rig.peer().hear()).isEqualTo("\"b\"");
        awaitOutcomes("1 TAKEN", "2 TAKEN");
        requireHandles(1, 2);
    }

    @Test
    void acknowledgementsNeverWait() throws PosixException {
        send(1);
        say("\"held\"");
        assertThat(rig.peer().hear()).isEqualTo(line(1));

        rig.say(ChannelRig.socketLine(5), 5);
        assertThat(rig.peer().hear()).isEqualTo(ACK.strip());
        rig.onLoop(() -> {
            rig.channel().answer(3, true, 4);
            return "";
        });
        assertThat(rig.peer().hear()).isEqualTo(ACK.strip());
        assertThat(rig.peer().hear()).isEqualTo("{\"cmd\":\"NODE_CLUSTER\",\"ack\":3,\"accepted\":true,\"seq\":4}");
        rig.peer().say(ACK);
        assertThat(rig.peer().hear()).isEqualTo("\"held\"");
        requireHandles(1);
    }

    @Test
    void asManyHandlesAsThePeersWindowAreOnTheirWayAndMessagesPassThem() throws PosixException {
        peerIs(new Capabilities(1, 2));
        for (int i = 1; i <= 4; i++) {
            send(i);
        }
        assertThat(rig.peer().hear()).isEqualTo(line(1));
        assertThat(rig.peer().hear()).isEqualTo(line(2));
        rig.peer().say(ACK);
        assertThat(rig.peer().hear()).isEqualTo(line(3));
        rig.peer().say(ACK + ACK);
        assertThat(rig.peer().hear()).isEqualTo(line(4));
        say("\"plain\"");
        assertThat(rig.peer().hear()).isEqualTo("\"plain\"");

        awaitOutcomes("1 TAKEN", "2 TAKEN", "3 TAKEN");
        requireHandles(1, 2, 3, 4);
    }

    @Test
    void connectionBehindAHandleWaitsForTheAcknowledgement() throws PosixException {
        send(1);
        assertThat(rig.send("newconn", rig.handle(2))).isFalse();
        assertThat(rig.peer().hear()).isEqualTo(line(1));
        rig.peer().say(ACK);
        assertThat(rig.peer().hear()).isEqualTo("newconn");
        rig.peer().say(ACK);

        rig.heard().awaitExactly("ack");
        requireHandles(1, 2);
    }

    @Test
    void refusedHandleIsSentAgainWithTheSameLineBeforeOtherMessages() throws PosixException {
        send(1);
        say("\"after\"");
        for (int i = 0; i < 3; i++) {
            assertThat(rig.peer().hear()).isEqualTo(line(1));
            rig.peer().say(NACK);
        }
        assertThat(rig.peer().hear()).isEqualTo(line(1));
        assertThat(outcomes()).isEmpty();
        rig.peer().say(ACK);

        assertThat(rig.peer().hear()).isEqualTo("\"after\"");
        awaitOutcomes("1 TAKEN");
        requireHandles(1, -1, -1, -1);
    }

    @Test
    void handleThatIsRefusedFourTimesIsGivenUp() throws PosixException {
        send(1);
        say("\"after\"");
        for (int i = 0; i < 4; i++) {
            assertThat(rig.peer().hear()).isEqualTo(line(1));
            rig.peer().say(NACK);
        }

        assertThat(rig.peer().hear()).isEqualTo("\"after\"");
        awaitOutcomes("1 REFUSED");
    }

    @Test
    void refusedConnectionIsNotSentAgain() throws PosixException {
        rig.send("newconn", rig.handle(1));
        assertThat(rig.peer().hear()).isEqualTo("newconn");
        rig.peer().say(NACK);

        rig.heard().awaitExactly("nack");
        say("\"next\"");
        assertThat(rig.peer().hear()).isEqualTo("\"next\"");
    }

    @Test
    void acknowledgementWithoutAHandleIsAProtocolError() throws PosixException {
        send(1);
        assertThat(rig.peer().hear()).isEqualTo(line(1));
        rig.peer().say(ACK + ACK);

        rig.heard()
                .awaitExactly(
                        "closed: protocol error: NODE_HANDLE_ACK: one more than handles were sent (peer's fault)");
        awaitOutcomes("1 TAKEN");
    }

    @Test
    void ownersOfHandlesHearOfTheEndOfTheChannel() throws PosixException {
        send(1);
        send(2);
        assertThat(rig.peer().hear()).isEqualTo(line(1));
        rig.peer().shutdownOutput();

        rig.heard().awaitExactly("closed: peer closed");
        awaitOutcomes("1 CHANNEL_ENDED", "2 CHANNEL_ENDED");
        Fd late = rig.handle(3);
        assertThatThrownBy(() -> send(3, late)).hasRootCauseMessage("channel has ended");
        assertThat(late.isOpen()).isTrue();
    }

    @Test
    void handleOfALineThatIsTakenInPartsIsSentOnceAndItsLineComesWhole() throws PosixException {
        String payload = '"' + "x".repeat(800_000) + '"';
        Fd handle = rig.handle(1);
        rig.onLoop(() -> {
            rig.channel()
                    .send(
                            new Message.WithHandle(HandleType.NET_SOCKET, new Message.User(payload)),
                            handle,
                            outcome -> outcomes.add("1 " + outcome));
            return "";
        });
        assertThat(rig.peer().hear())
                .isEqualTo("{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Socket\",\"msg\":" + payload + "}");
        rig.peer().say(ACK);

        awaitOutcomes("1 TAKEN");
        requireHandles(1);
    }

    @Test
    void severalHandlesToAPlainNodePeerRideOnTheEndsOfTheirLines() throws PosixException {
        peerIs(new Capabilities(0, 8));
        send(1);
        assertThat(rig.send("{\"cmd\":\"newconn\"}", rig.handle(2))).isTrue();
        send(3);
        rig.onLoop(() -> rig.channel().flush());

        for (int i = 1; i <= 3; i++) {
            String expected = i == 2 ? "{\"cmd\":\"newconn\"}" : line(i);
            // A read ends with the bytes that a descriptor came with, which belong to its line.
            assertThat(rig.peer().receiveOnce()).isEqualTo(expected + "\n");
            requireHandles(i);
        }
    }

    @Test
    void everyHandleOfThePeersIsAcknowledgedOnce() throws PosixException {
        rig.say(ChannelRig.socketLine(1), 1);
        rig.say(
                "{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Native\",\"msg\":{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Socket\","
                        + "\"msg\":2}}\n",
                2);
        rig.say("{\"cmd\":\"NODE_HANDLE\",\"type\":\"fs.File\",\"msg\":3}\n", 3);
        rig.heard().awaitExactly("handle 1 #1", "handle 2 #2", "handle 3 lost");
        say("\"end\"");

        for (int i = 0; i < 3; i++) {
            assertThat(rig.peer().hear()).isEqualTo(ACK.strip());
        }
        assertThat(rig.peer().hear()).isEqualTo("\"end\"");
    }

    /** Node keeps such a handle until it is acknowledged. */
    @Test
    void lostBoundSocketIsAskedForAgainAndLogged() throws IOException {
        String line = "{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.BoundSocket\",\"msg\":1}\n";
        rig.peer().say(line);
        assertThat(rig.peer().hear()).isEqualTo(NACK.strip());
        assertThat(log.lines()).hasSize(1).allMatch(said -> said.startsWith("a handle did not come with its line"));
        List<Boolean> came = new ArrayList<>();
        rig.heard().receiveHandlesWith(handle -> came.add(handle != null));
        try (Fd bound = Handles.open("bound")) {
            rig.peer().say(line, bound);
            assertThat(rig.peer().hear()).isEqualTo(ACK.strip());
        }
        assertThat(rig.onLoop(() -> List.copyOf(came))).containsExactly(true);
    }

    @Test
    void socketThatCannotBeOpenedIsAskedForAgainAndItsMessageWaits() throws PosixException {
        String line = "{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Socket\",\"msg\":1}\n";
        // Loads the classes now, because it cannot be done while no descriptor is left.
        rig.peer().say(line);
        assertThat(rig.peer().hear()).isEqualTo(NACK.strip());
        Fd socket = rig.handle(1);
        try (DescriptorLimit limit = DescriptorLimit.nothingMoreOpens(rig.near())) {
            assertThat(limit).isNotNull();
            rig.peer().say(line, socket);
            assertThat(rig.peer().hear()).isEqualTo(NACK.strip());
        }
        rig.peer().say(line, socket);

        rig.heard().awaitExactly("handle 1 #1");
        assertThat(rig.peer().hear()).isEqualTo(ACK.strip());
    }

    @Test
    void channelThatClosesWhenAllIsDeliveredWaitsForTheAnswerToTheLastHandle() throws PosixException {
        send(1);
        say("\"after\"");
        rig.onLoop(() -> {
            rig.channel().closeWhenDelivered("done");
            return "";
        });
        say("\"too late\"");
        assertThat(rig.peer().hear()).isEqualTo(line(1));
        assertThat(rig.heard().events()).isEmpty();
        rig.peer().say(ACK);

        assertThat(rig.peer().hear()).isEqualTo("\"after\"");
        assertThat(rig.peer().hear()).isNull();
        rig.heard().awaitExactly("closed: done");
        awaitOutcomes("1 TAKEN");
        requireHandles(1);
    }

    @Test
    void channelWithNothingToDeliverClosesAtOnce() throws PosixException {
        rig.onLoop(() -> {
            rig.channel().closeWhenDelivered("done");
            return "";
        });
        rig.heard().awaitExactly("closed: done");
        assertThat(rig.peer().hear()).isNull();
    }

    @Test
    void socketsWithAKeyAreCountedForThePeer() throws PosixException {
        String socket = "{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Socket\",\"msg\":1,\"key\":\"4:::0\"}\n";
        rig.say(socket, 1);
        rig.peer().say(socket.replace("net.Socket", "fs.File"));
        rig.peer().say("{\"cmd\":\"NODE_SOCKET_GET_COUNT\",\"key\":\"4:::0\"}\n");
        rig.peer().say("{\"cmd\":\"NODE_SOCKET_NOTIFY_CLOSE\",\"key\":\"4:::0\"}\n");
        assertThat(rig.peer().hear()).isEqualTo(ACK.strip());
        assertThat(rig.peer().hear()).isEqualTo(ACK.strip());
        assertThat(rig.peer().hear()).isEqualTo("{\"cmd\":\"NODE_SOCKET_COUNT\",\"key\":\"4:::0\",\"count\":1}");
        rig.onLoop(() -> {
            rig.channel().sockets().closed("4:::0");
            return "";
        });
        assertThat(rig.peer().hear()).isEqualTo("{\"cmd\":\"NODE_SOCKET_ALL_CLOSED\",\"key\":\"4:::0\"}");
        rig.heard().awaitExactly("handle 1 #1", "handle 1 lost");
    }

    /** A Node process crashes on a regular file, and takes no further handle after one of unknown kind. */
    @ParameterizedTest
    @CsvSource({
        "NET_SOCKET, file",
        "NET_NATIVE, file",
        "NET_SOCKET, datagram",
        "NET_SERVER, tty",
        "DGRAM_SOCKET, stream",
        "OTHER, stream",
        "NET_SOCKET, listening",
        "NET_NATIVE, packets",
        "NET_BOUND_SOCKET, stream",
        "NET_BOUND_SOCKET, listening",
        "NET_BOUND_SOCKET, connected",
        "NET_SERVER, file"
    })
    void handleThatTheOtherEndCouldNotTakeIsNotSent(HandleType type, String what) throws IOException {
        try (Fd handle = Handles.open(what)) {
            assertThatThrownBy(() -> rig.onLoop(() -> {
                        rig.channel().send(new Message.WithHandle(type, new Message.User("1")), handle, outcome -> {});
                        return "";
                    }))
                    .hasRootCauseInstanceOf(IllegalArgumentException.class)
                    .rootCause()
                    .hasMessageContaining("expected: a socket that can be a " + type);
            assertThat(handle.isOpen()).isTrue();
        }
        say("\"next\"");
        assertThat(rig.peer().hear()).isEqualTo("\"next\"");
    }

    @ParameterizedTest
    @CsvSource({
        "net.Socket, stream, STREAM",
        "net.Server, listening, LISTENING",
        "net.Native, listening, LISTENING",
        "net.Native, stream, STREAM",
        "dgram.Socket, datagram, DATAGRAM",
        "dgram.Native, datagram, DATAGRAM",
        "net.BoundSocket, bound, STREAM",
        "net.BoundSocket, stream,",
        "net.BoundSocket, listening,",
        "net.BoundSocket, connected,",
        "net.BoundSocket, datagram,",
        "net.Socket, file,",
        "net.Socket, listening,",
        "net.Server, datagram,",
        "dgram.Native, stream,",
        "fs.File, stream,"
    })
    void handleOfAnotherKindThanItsLineSaysIsAcknowledgedClosedAndLogged(
            String type, String what, @Nullable SocketKind heard) throws IOException {
        List<String> kinds = new ArrayList<>();
        rig.heard()
                .receiveHandlesWith(handle -> kinds.add(
                        handle == null ? "none" : SocketKind.of(handle).toString()));
        try (Fd handle = Handles.open(what)) {
            rig.peer().say("{\"cmd\":\"NODE_HANDLE\",\"type\":\"" + type + "\",\"msg\":1}\n", handle);
            assertThat(rig.peer().hear()).isEqualTo(ACK.strip());
            assertThat(rig.onLoop(() -> List.copyOf(kinds))).containsExactly(heard == null ? "none" : heard.toString());
            String told = "a handle was closed, its message told without it: ";
            assertThat(log.lines()).hasSize(heard == null ? 1 : 0).allSatisfy(line -> assertThat(line)
                    .startsWith(told)
                    .containsAnyOf(" is no " + type, "its type is none of net.Socket, "));
            rig.peer().say("{\"cmd\":\"NODE_HANDLE\",\"type\":\"" + type + "\",\"msg\":1}\n", handle);
            assertThat(rig.peer().hear()).isEqualTo(ACK.strip());
        }
        rig.onLoop(() -> "");
        assertThat(log.lines()).as("said once").hasSize(heard == null ? 1 : 0);
    }

    @Test
    void handlesOfBothDirectionsAreNonBlocking() throws IOException {
        List<Boolean> flags = new ArrayList<>();
        rig.heard().receiveHandlesWith(handle -> flags.add(handle != null && FdInfo.isNonBlocking(handle)));
        Fd blocking = rig.handle(1);
        assertThat(FdInfo.isNonBlocking(blocking)).isFalse();
        rig.peer().say(ChannelRig.socketLine(1), blocking);
        assertThat(rig.peer().hear()).isEqualTo(ACK.strip());
        assertThat(rig.onLoop(() -> List.copyOf(flags))).containsExactly(true);

        Fd sent = rig.handle(2);
        send(2, sent);
        assertThat(rig.peer().hear()).isEqualTo(line(2));
        assertThat(FdInfo.isNonBlocking(sent)).isTrue();
        requireHandles(2);
    }

    static Stream<Message> messagesThatOnlyTheChannelMaySend() {
        return Stream.of(
                new Message.Ack(),
                new Message.Nack(),
                new Message.NewConnection(1, "k"),
                new Message.WithHandle(HandleType.NET_SOCKET, new Message.User("1")),
                new Message.User(""),
                new Message.User(" "),
                new Message.User("{"),
                new Message.User("1\n2"),
                new Message.User("undefined"),
                new Message.User("{\"cmd\":\"NODE_HANDLE_ACK\"}"),
                new Message.User("{\"cmd\":\"\\u004eODE_CLUSTER\",\"act\":\"newconn\",\"key\":\"\",\"seq\":1}"));
    }

    @ParameterizedTest
    @MethodSource("messagesThatOnlyTheChannelMaySend")
    void lineThatWouldEndANodePeerIsNotSent(Message message) throws PosixException {
        assertThatThrownBy(() -> rig.sendSoon(message)).cause().cause().isInstanceOf(IllegalArgumentException.class);
        say("{\n\"a\": [\n1]\n}\n");
        assertThat(rig.peer().hear()).isEqualTo("{ \"a\": [ 1] } ");
    }

    private void peerIs(Capabilities capabilities) {
        rig.onLoop(() -> {
            rig.channel().peerIs(capabilities);
            return "";
        });
    }

    private void send(int number) throws PosixException {
        send(number, rig.handle(number));
    }

    private void send(int number, Fd handle) {
        rig.onLoop(() -> {
            rig.channel()
                    .send(
                            new Message.WithHandle(
                                    HandleType.NET_SOCKET, new Message.User(String.valueOf(number)), "4:::0", null),
                            handle,
                            outcome -> outcomes.add(number + " " + outcome));
            return "";
        });
    }

    private void say(String json) {
        rig.sendSoon(new Message.User(json));
    }

    private static String line(int number) {
        return "{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Socket\",\"msg\":" + number + ",\"key\":\"4:::0\"}";
    }

    private List<String> outcomes() {
        return rig.onLoop(() -> List.copyOf(outcomes));
    }

    private void awaitOutcomes(String... expected) {
        Heard.untilAsserted(() -> assertThat(outcomes()).containsExactly(expected));
    }

    /** Requires exactly these handles; -1 for a further handle of the tag before, whose number was read already. */
    private void requireHandles(int... tags) {
        assertThat(rig.peer().descriptors()).hasSize(tags.length);
        for (int tag : tags) {
            Fd came = rig.peer().descriptors().remove();
            if (tag < 0) {
                came.close();
            } else {
                assertThat(TaggedSocket.tagOf(came)).isEqualTo(tag);
            }
        }
    }
}
