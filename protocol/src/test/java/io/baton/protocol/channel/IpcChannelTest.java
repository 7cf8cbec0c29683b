package io.baton.protocol.channel;

import static io.baton.protocol.channel.ChannelRig.KEY;
import static io.baton.protocol.channel.ChannelRig.connectionLine;
import static io.baton.protocol.channel.ChannelRig.socketLine;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.LineFramer;
import io.baton.protocol.Message;
import io.baton.protocol.ProtocolException;
import io.baton.protocol.posix.DescriptorLimit;
import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.OpenDescriptors;
import io.baton.protocol.posix.PosixException;
import io.baton.protocol.posix.TaggedSocket;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A channel reports the words and descriptors of the other end. */
@ExtendWith(OpenDescriptors.class)
@Timeout(20)
@SuppressWarnings("NullAway.Init")
class IpcChannelTest {

    @RegisterExtension
    private static final ChannelLoop LOOP = new ChannelLoop();

    private ChannelRig rig;

    @BeforeEach
    void connect() throws PosixException {
        rig = new ChannelRig(LOOP.group());
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void linesArriveInOrderHoweverTheyAreCut() throws PosixException {
        Random random = new Random(1);
        StringBuilder stream = new StringBuilder();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            String line = "{\"i\":" + i + ",\"x\":\"" + "x".repeat(random.nextInt(i % 50 == 0 ? 200_000 : 300)) + "\"}";
            stream.append(line).append('\n');
            expected.add(Heard.shortened(line));
        }
        rig.open();
        byte[] bytes = stream.toString().getBytes(StandardCharsets.UTF_8);
        for (int start = 0; start < bytes.length; ) {
            int end = Math.min(bytes.length, start + 1 + random.nextInt(30_000));
            rig.peer().say(Arrays.copyOfRange(bytes, start, end));
            start = end;
        }

        rig.heard().awaitExactly(expected);
    }

    @Test
    void linesSaidBeforeTheChannelWasOpenedAreHeard() throws PosixException {
        rig.peer().say("1\n2\n");
        rig.open();
        rig.heard().awaitExactly("1", "2");
        rig.peer().say("3\n");
        rig.heard().awaitExactly("1", "2", "3");
    }

    @Test
    void wordsOfTheHotPathAreReportedHotOrNot() throws PosixException {
        rig.open();
        for (int i = 0; i < 3; i++) {
            rig.send("newconn", rig.handle(i));
        }
        rig.peer()
                .say(
                        """
                {"cmd":"NODE_HANDLE_ACK"}
                { "cmd":"NODE_HANDLE_ACK"}
                {"cmd":"NODE_HANDLE_NACK"}
                {"cmd":"NODE_CLUSTER","ack":0,"accepted":true,"seq":3}
                {"cmd":"NODE_CLUSTER","ack":0,"accepted":false,"seq":3}
                {"cmd":"NODE_CLUSTER","ack":5,"accepted":false,"seq":3}
                {"cmd":"NODE_CLUSTER","accepted":true,"ack":6,"seq":4}
                {"cmd":"NODE_CLUSTER","accepted":false,"ack":7,"seq":5}
                """);

        rig.heard()
                .awaitExactly("ack", "ack", "nack", "accepted 0", "refused 0", "refused 5", "accepted 6", "refused 7");
    }

    @Test
    void otherMessagesAreReportedAsMessages() throws PosixException {
        rig.open();
        rig.peer().say("{\"cmd\":\"NODE_CLUSTER\",\"act\":\"disconnect\",\"seq\":3}\n{\"cmd\":\"NODE_X\"}\n\"u\"\n");

        rig.heard()
                .awaitExactly(new Message.Disconnect(3).toString(), new Message.Unknown("NODE_X").toString(), "\"u\"");
    }

    @Test
    void handleLineBehindSevenPlainLinesInOneReadOwnsItsDescriptor() throws PosixException {
        for (int i = 0; i < 7; i++) {
            rig.peer().say(i + "\n");
        }
        rig.say(socketLine(7), 7);
        rig.say(connectionLine(8), 8);
        rig.open();

        rig.heard().awaitExactly("0", "1", "2", "3", "4", "5", "6", "handle 7 #7", "newconn " + KEY + " 8 #8");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 20, 48, 49})
    void descriptorMayComeWithAnyByteOfItsLine(int before) throws PosixException {
        // The last of the 50 lines is the end of a line alone.
        assertThat(socketLine(1)).hasSize(50);
        rig.open();
        for (int i = 1; i <= 3; i++) {
            rig.peer().say("\"plain\"\n" + socketLine(i).substring(0, before));
            rig.say(socketLine(i).substring(before), i);
        }

        rig.heard().awaitExactly("\"plain\"", "handle 1 #1", "\"plain\"", "handle 2 #2", "\"plain\"", "handle 3 #3");
    }

    @Test
    void descriptorMayComeWithAnEarlierPlainLine() throws PosixException {
        rig.open();
        rig.say("1\n", 1);
        rig.heard().awaitExactly("1");
        rig.say("2\n", 2);
        rig.peer().say("3\n" + socketLine(4) + "5\n" + connectionLine(6));

        rig.heard().awaitExactly("1", "2", "3", "handle 4 #1", "5", "newconn " + KEY + " 6 #2");
    }

    @Test
    void descriptorOfALongLineComesWithItsFirstPartAndWaitsForItsEnd() throws PosixException {
        String content = '"' + "x".repeat(300_000) + '"';
        rig.open();
        rig.say("{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Native\",\"msg\":" + content + "}\n", 1);
        rig.say(connectionLine(2), 2);

        rig.heard().awaitExactly("handle " + Heard.shortened(content) + " #1", "newconn " + KEY + " 2 #2");
    }

    @Test
    void nextDescriptorArrivesBeforeTheLongLineOfTheFirstEnds() throws PosixException {
        String line = "{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Socket\",\"msg\":1}";
        rig.open();
        rig.say(line.substring(0, 10), 1);
        rig.say(line.substring(10) + "\n" + socketLine(2), 2);

        rig.heard().awaitExactly("handle 1 #1", "handle 2 #2");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void kThHandleLineOwnsTheKThDescriptor(int seed) throws PosixException {
        Random random = new Random(seed);
        List<String> expected = new ArrayList<>();
        rig.open();
        for (int i = 0; i < 200; i++) {
            if (random.nextInt(3) > 0) {
                String plain = '"' + "p".repeat(length(random)) + '"';
                rig.peer().say(plain + "\n");
                expected.add(Heard.shortened(plain));
            }
            if (random.nextBoolean()) {
                rig.say(connectionLine(i), i);
                expected.add("newconn " + KEY + " " + i + " #" + i);
            } else {
                String content = '"' + "h".repeat(length(random)) + '"';
                String line = "{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Native\",\"msg\":" + content + "}\n";
                int before = random.nextBoolean() ? 0 : random.nextInt(line.length());
                rig.peer().say(line.substring(0, before));
                rig.say(line.substring(before), i);
                expected.add("handle " + Heard.shortened(content) + " #" + i);
            }
        }

        rig.heard().awaitExactly(expected);
    }

    @Test
    void handleLineThatNodeWrappedOnceMoreOwnsOneDescriptor() throws PosixException {
        rig.open();
        rig.say(
                "{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Native\",\"msg\":{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Socket\","
                        + "\"msg\":{\"i\":1},\"key\":\"4:127.0.0.1:0\"}}\n",
                1);
        rig.say(socketLine(2), 2);

        rig.heard().awaitExactly("handle {\"i\":1} #1", "handle 2 #2");
    }

    @Test
    void handleLineWithoutADescriptorHasNone() throws PosixException {
        rig.open();
        rig.peer().say(socketLine(1));
        rig.heard().awaitExactly("handle 1 lost");
        rig.say(socketLine(2), 2);

        rig.heard().awaitExactly("handle 1 lost", "handle 2 #2");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void kThHandleLineOwnsTheKThDescriptorAlsoWhenOneWasLost(boolean connections) throws PosixException {
        String what = connections ? "newconn " + KEY + " " : "handle ";
        rig.open();
        rig.say(connections ? connectionLine(1) : socketLine(1), 1);
        rig.heard().awaitExactly(what + "1 #1");
        Fd second = rig.handle(2);
        Fd third = rig.handle(3);
        loseDescriptorsUntil(what + "2 lost", () -> {
            rig.peer().say(connections ? connectionLine(2) : socketLine(2), second);
            rig.peer().say("\"between\"\n");
            rig.peer().say(connections ? connectionLine(3) : socketLine(3), third);
        });

        rig.heard().awaitExactly(what + "1 #1", what + "2 lost", "\"between\"", what + "3 #3");
    }

    @Test
    void descriptorLostWithTheFirstPartOfALongLineKeepsItsPlace() throws PosixException {
        String content = '"' + "x".repeat(100_000) + '"';
        rig.open();
        rig.say(socketLine(1), 1);
        rig.heard().awaitExactly("handle 1 #1");
        Fd second = rig.handle(2);
        Fd third = rig.handle(3);
        loseDescriptorsUntil("handle " + Heard.shortened(content) + " lost", () -> rig.peer()
                .say("{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Native\",\"msg\":" + content + "}\n", second));
        rig.peer().say(socketLine(3), third);

        rig.heard().awaitExactly("handle 1 #1", "handle " + Heard.shortened(content) + " lost", "handle 3 #3");
    }

    /** The next descriptor arrives before the end of the line whose descriptor was lost. */
    @ParameterizedTest
    @ValueSource(strings = {"{\"cmd\":\"NODE_HANDLE\",", "\"plain\"\n"})
    void kThHandleLineOwnsTheKThDescriptorAlsoWhenTheNextOneOvertakesTheLineOfALostOne(String first)
            throws PosixException {
        String rest = first.endsWith("\n") ? socketLine(2) : socketLine(2).substring(first.length());
        rig.open();
        rig.say(socketLine(1), 1);
        rig.heard().awaitExactly("handle 1 #1");
        Fd second = rig.handle(2);
        Fd third = rig.handle(3);
        int reads = rig.onLoop(() -> rig.heard().readCompletes());
        rig.heard().awaitReadCompletes(reads);
        try (DescriptorLimit limit = DescriptorLimit.nothingMoreOpens(rig.near())) {
            assertThat(limit).isNotNull();
            rig.peer().say(first, second);
            rig.heard().awaitReadCompletes(reads + 1);
        }
        rig.peer().say(rest + socketLine(3), third);

        rig.heard().awaitEvent("handle 3 #3");
        assertThat(rig.heard().events())
                .filteredOn(event -> event.startsWith("handle"))
                .containsExactly("handle 1 #1", "handle 2 lost", "handle 3 #3");
    }

    @Test
    void everyDescriptorIsLostWhileThereIsNoRoomAndTheNextOneAfterwardsArrives() throws PosixException {
        rig.open();
        rig.say(socketLine(1), 1);
        rig.heard().awaitExactly("handle 1 #1");
        Fd handle = rig.handle(6);
        loseDescriptorsUntil("handle 5 lost", () -> {
            for (int i = 2; i <= 6; i++) {
                rig.peer().say(socketLine(i), handle);
            }
        });

        rig.heard()
                .awaitExactly(
                        "handle 1 #1",
                        "handle 2 lost",
                        "handle 3 lost",
                        "handle 4 lost",
                        "handle 5 lost",
                        "handle 6 #6");
    }

    @Test
    void firstOf250DescriptorsIsKeptAndTheNextLineOwnsItsOwn() throws PosixException {
        Fd[] many = new Fd[250];
        for (int i = 0; i < many.length; i++) {
            many[i] = rig.handle(i);
        }
        rig.open();
        rig.peer().say(socketLine(0), many);
        rig.say(socketLine(1000), 1000);

        rig.heard().awaitExactly("handle 0 #0", "handle 1000 #1000");
    }

    @Test
    void peerThatSendsDescriptorsWithoutLinesIsClosed() throws PosixException {
        rig.open();
        try (Fd handle = TaggedSocket.of(1)) {
            for (int i = 0; i < 2000; i++) {
                rig.peer().say("x", handle);
            }
        } catch (PosixException e) {
            assertThat(e.errno()).isIn(Errno.EPIPE, Errno.ECONNRESET);
        }

        rig.heard().awaitExactly("closed: protocol error: descriptors without a line: more than 1024 (peer's fault)");
    }

    @Test
    void endOfThePeerIsToldAsAnEnd() throws PosixException {
        rig.open();
        rig.peer().say("1\n2\n");
        rig.peer().close();

        rig.heard().awaitExactly("1", "2", "closed: peer closed");
        assertThat(rig.channel().isClosed()).isTrue();
    }

    @Test
    void halfCloseOfThePeerIsAnEnd() throws PosixException {
        rig.open();
        rig.peer().say("1\n");
        rig.peer().shutdownOutput();

        rig.heard().awaitExactly("1", "closed: peer closed");
    }

    @Test
    void endInTheMiddleOfALineIsToldAndTheLineIsDropped() throws PosixException {
        rig.open();
        rig.say("1\n{\"cmd\":\"NODE_HAND", 1);
        rig.peer().close();

        rig.heard().awaitExactly("1", "closed: peer closed in the middle of a line");
    }

    @Test
    void deathOfThePeerWithUnreadMessagesIsToldApartFromAnEnd() throws PosixException {
        String socket = rig.near().toString();
        rig.open();
        assertThat(rig.send("\"never read\"", null)).isTrue();
        rig.peer().say("1\n");
        rig.say(socketLine(2), 2);
        rig.peer().close();

        rig.heard()
                .awaitExactly(
                        "1", "handle 2 #2", "closed: recvmsg(" + socket + "): ECONNRESET (Connection reset by peer)");
    }

    @Test
    void handlesSaidBeforeTheEndAllArrive() throws PosixException {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            rig.say(socketLine(i), i);
            expected.add("handle " + i + " #" + i);
        }
        rig.peer().close();
        rig.open();

        expected.add("closed: peer closed");
        rig.heard().awaitExactly(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "garbage\n", "{\"cmd\":\"NODE_CLUSTER\",\"act\":5}\n", "\u0000\n"})
    void protocolErrorClosesWithThePeersFaultAndClosesWaitingDescriptors(String line) throws PosixException {
        rig.open();
        rig.say("1\n", 1);
        rig.say("2\n", 2);
        rig.peer().say(line + "3\n" + socketLine(4));

        rig.heard().awaitLast("closed: protocol error: ");
        assertThat(rig.heard().events())
                .hasSize(3)
                .startsWith("1", "2")
                .last()
                .asString()
                .endsWith(" (peer's fault)");
    }

    @Test
    void lineWithoutEndIsAProtocolError() throws PosixException {
        rig.open();
        try {
            rig.peer().say("x".repeat(LineFramer.MAX_LINE + 100_000));
        } catch (PosixException e) {
            assertThat(e.errno()).isIn(Errno.EPIPE, Errno.ECONNRESET);
        }

        rig.heard().awaitExactly("closed: protocol error: line: more than 1048576 bytes without an end (peer's fault)");
    }

    @Test
    void aLongMessageOfTheApplicationIsPassedOverAndTheNextLineIsRead() throws PosixException {
        rig.open();
        rig.peer().say("1\n");
        sayAllOf("[\"" + "x".repeat(5_000_000) + "\"]\n2\n");

        rig.heard().awaitExactly("1", "Skipped[bytes=5000004]", "2");
    }

    @Test
    void aLongMessageOfTheChannelItselfIsAProtocolError() throws PosixException {
        rig.open();
        sayAllOf("{\"cmd\":\"NODE_CLUSTER\",\"act\":\"" + "x".repeat(2_000_000) + "\"}\n");

        rig.heard().awaitExactly("closed: protocol error: line: more than 1048576 bytes without an end (peer's fault)");
    }

    /** If the line were skipped and its descriptor kept, every later pair would be shifted. */
    @Test
    void aDescriptorWithinALongMessageIsAProtocolError() throws PosixException {
        rig.open();
        sayAllOf("[\"" + "x".repeat(1_500_000));
        rig.say("xxx", 7);

        rig.heard()
                .awaitExactly(
                        "closed: protocol error: line: more than 1048576 bytes, with a descriptor (peer's fault)");
    }

    private void sayAllOf(String text) {
        try {
            rig.peer().say(text);
        } catch (PosixException e) {
            assertThat(e.errno()).isIn(Errno.EPIPE, Errno.ECONNRESET);
        }
    }

    @Test
    void protocolExceptionOfTheListenerEndsTheChannel() throws PosixException {
        rig.heard().reactWith(event -> {
            if (event.equals("accepted 5")) {
                throw new ProtocolException("accepted: 5 was not sent");
            }
        });
        rig.open();
        rig.peer().say("{\"cmd\":\"NODE_CLUSTER\",\"ack\":5,\"accepted\":true,\"seq\":3}\n1\n");

        rig.heard().awaitExactly("accepted 5", "closed: protocol error: accepted: 5 was not sent (peer's fault)");
    }

    @Test
    void nothingIsReportedAfterTheHandlerClosedTheChannel() throws PosixException {
        rig.heard().reactWith(event -> {
            if (event.equals("2")) {
                rig.channel().close("enough");
            }
        });
        rig.peer().say("1\n2\n3\n");
        rig.say(socketLine(4), 4);
        rig.open();

        rig.heard().awaitExactly("1", "2", "closed: enough");
        assertThat(rig.onLoop(() -> rig.heard().events())).hasSize(3);
        assertThat(rig.heard().readCompletes()).isZero();
        assertThat(rig.send("\"late\"", null)).isFalse();
    }

    @Test
    void closingTwiceIsReportedOnce() {
        rig.open();
        rig.onLoop(() -> {
            rig.channel().close("first");
            rig.channel().close("second");
            return "";
        });

        rig.heard().awaitExactly("closed: first");
    }

    @Test
    void lastWordsOfADeadProcessAreReadThoughAChildHoldsItsEndOpen() throws PosixException {
        rig.peer().say("1\n2\n");
        rig.say(socketLine(3), 3);
        rig.say("half a li", 4);
        rig.onLoop(() -> {
            rig.openHere().readToEndAndClose();
            return "";
        });

        rig.heard().awaitExactly("1", "2", "handle 3 #3", "closed: peer ended");
    }

    @Test
    void readCompleteFollowsTheLinesOfAWakeUp() throws PosixException {
        rig.peer().say("1\n2\n3\n");
        List<Integer> completesBefore = new ArrayList<>();
        rig.heard().reactWith(event -> completesBefore.add(rig.heard().readCompletes()));
        rig.open();
        rig.heard().awaitExactly("1", "2", "3");

        assertThat(rig.onLoop(() -> rig.heard().readCompletes())).isEqualTo(1);
        assertThat(rig.onLoop(() -> List.copyOf(completesBefore))).containsExactly(0, 0, 0);
    }

    @Test
    void channelEndsWithItsEventLoop() throws PosixException {
        MultiThreadIoEventLoopGroup own = ChannelRig.startGroup();
        Heard heard;
        try (ChannelRig onItsOwnLoop = new ChannelRig(own)) {
            heard = onItsOwnLoop.heard();
            onItsOwnLoop.open();
            onItsOwnLoop.say("1\n", 1);
            heard.awaitExactly("1");
            ChannelRig.stop(own);
            heard.awaitExactly("1", "closed: event loop ended");
            onItsOwnLoop.forgetChannel();
        }
    }

    private interface Sending {
        void run() throws PosixException;
    }

    /** Both are in flight before the channel reads. Once the event is recorded, descriptors can be opened again. */
    private void loseDescriptorsUntil(String event, Sending sending) throws PosixException {
        try (DescriptorLimit limit = rig.onLoop(() -> {
            DescriptorLimit lowered = DescriptorLimit.nothingMoreOpens(rig.near());
            rig.heard().reactWith(reported -> {
                if (reported.equals(event)) {
                    lowered.close();
                }
            });
            sending.run();
            return lowered;
        })) {
            assertThat(limit).isNotNull();
            rig.heard().awaitEvent(event);
        }
    }

    private static int length(Random random) {
        return random.nextInt(8) == 0 ? random.nextInt(200_000) : random.nextInt(150);
    }
}
