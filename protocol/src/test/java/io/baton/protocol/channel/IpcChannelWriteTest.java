package io.baton.protocol.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.Message;
import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.JnrPeer;
import io.baton.protocol.posix.Msghdr;
import io.baton.protocol.posix.OpenDescriptors;
import io.baton.protocol.posix.PosixException;
import io.baton.protocol.posix.TaggedSocket;
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

/** The other end receives everything that is written to a channel, whenever it reads. */
@ExtendWith(OpenDescriptors.class)
@Timeout(20)
@SuppressWarnings("NullAway.Init")
class IpcChannelWriteTest {

    private static final String LONG = '"' + "x".repeat(60_000) + '"';

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
    void lineAndHandleArriveTogether() throws PosixException {
        rig.open();
        assertThat(rig.send("1", null)).isTrue();
        assertThat(rig.send("2", rig.handle(2))).isTrue();
        rig.sendSoon(new Message.Disconnect(3));
        assertThat(rig.onLoop(() -> rig.channel().allWritten())).isTrue();

        assertThat(rig.peer().hear()).isEqualTo("1");
        assertThat(rig.peer().hear()).isEqualTo("2");
        assertThat(rig.peer().hear()).isEqualTo("{\"cmd\":\"NODE_CLUSTER\",\"act\":\"disconnect\",\"seq\":3}");
        requireHandles(2);
        assertThat(rig.heard().events()).isEmpty();
    }

    @Test
    void messageLongerThanTheBufferArrivesWhole() throws PosixException {
        String json = '"' + "x".repeat(1_000_000) + '"';
        rig.open();
        rig.sendSoon(new Message.User(json));

        assertThat(rig.peer().hear()).isEqualTo(json);
        rig.heard().awaitWritesDoneAfter(0);
    }

    @Test
    void unreadMessagesAreQueuedInOrderAndWritesDoneFollows() throws PosixException {
        rig.open();
        List<String> said = new ArrayList<>();
        boolean anyLeft = rig.onLoop(() -> {
            for (int i = 0; i < 100; i++) {
                String line = "[" + i + "," + LONG + "]";
                said.add(line);
                rig.sendHere(line, null);
            }
            return !rig.channel().allWritten();
        });
        assertThat(anyLeft).isTrue();
        int before = rig.heard().writesDones();

        for (String line : said) {
            assertThat(rig.peer().hear()).isEqualTo(line);
        }
        rig.heard().awaitWritesDoneAfter(before);
        assertThat(rig.onLoop(() -> rig.channel().allWritten())).isTrue();
        assertThat(rig.send("\"after\"", null)).isTrue();
        assertThat(rig.peer().hear()).isEqualTo("\"after\"");
    }

    @Test
    void messageWrittenInWritesDoneComesLast() throws PosixException {
        rig.open();
        int count = fillThroughTheChannel();
        rig.heard().whenWritten(() -> {
            rig.heard().whenWritten(() -> {});
            rig.sendHere("\"last\"", null);
        });
        for (int i = 0; i < count; i++) {
            assertThat(rig.peer().hear()).isEqualTo(LONG);
        }
        assertThat(rig.peer().hear()).isEqualTo("\"last\"");
    }

    @Test
    void readingGoesOnWhileAPeerDoesNotRead() throws PosixException {
        rig.open();
        fillThroughTheChannel();
        rig.peer().say("1\n");
        rig.say(ChannelRig.socketLine(2), 2);

        rig.heard().awaitExactly("1", "handle 2 #2");
    }

    @Test
    void peerThatNeverReadsIsClosed() {
        rig.open();
        rig.onLoop(() -> {
            for (int i = 0; i < 150; i++) {
                rig.sendHere(LONG, null);
            }
            return "";
        });

        rig.heard().awaitExactly("closed: peer does not read: more than 8388608 bytes wait for it (peer's fault)");
    }

    @Test
    void descriptorThatTheKernelWouldNotTakeYetIsSentExactlyOnce() throws PosixException {
        rig.open();
        int fillers = fillBesideTheChannel();
        int before = rig.heard().writesDones();
        assertThat(rig.send("with", rig.handle(1))).isFalse();
        assertThat(rig.send("\"plain\"", null)).isFalse();
        assertThat(rig.send("with too", rig.handle(2))).isFalse();

        for (int i = 0; i < fillers; i++) {
            assertThat(rig.peer().hear()).isEqualTo("\"filler\"");
        }
        assertThat(rig.peer().hear()).isEqualTo("with");
        assertThat(rig.peer().hear()).isEqualTo("\"plain\"");
        assertThat(rig.peer().hear()).isEqualTo("with too");
        rig.heard().awaitWritesDoneAfter(before);
        requireEndWithHandles(1, 2);
    }

    @Test
    void descriptorQueuedBehindPlainLinesIsSentExactlyOnce() throws PosixException {
        rig.open();
        int lines = fillThroughTheChannel();
        assertThat(rig.send("with", rig.handle(1))).isFalse();

        for (int i = 0; i < lines; i++) {
            assertThat(rig.peer().hear()).isEqualTo(LONG);
        }
        assertThat(rig.peer().hear()).isEqualTo("with");
        requireEndWithHandles(1);
    }

    @Test
    void descriptorOfALineThatIsTakenInPartsIsSentOnce() throws PosixException {
        JnrPeer.shrinkSendBuffer(rig.near());
        rig.open();
        assertThat(rig.send(LONG, rig.handle(1))).isFalse();
        assertThat(rig.send("2" + LONG, rig.handle(2))).isFalse();
        assertThat(rig.send("\"plain\"", null)).isFalse();

        assertThat(rig.peer().hear()).isEqualTo(LONG);
        assertThat(rig.peer().hear()).isEqualTo("2" + LONG);
        assertThat(rig.peer().hear()).isEqualTo("\"plain\"");
        requireEndWithHandles(1, 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void kThHandleLineCarriesTheKThDescriptorWheneverThePeerReads(int seed) throws PosixException {
        Random random = new Random(seed);
        if (seed > 1) {
            JnrPeer.shrinkSendBuffer(rig.near());
        }
        rig.open();
        int handles = 0;
        for (int i = 0; i < 100; i++) {
            int length = random.nextInt(4) == 0 ? random.nextInt(60_000) : random.nextInt(200);
            String line = "\"" + i + "x".repeat(length) + "\"";
            rig.send(line, random.nextBoolean() ? rig.handle(handles++) : null);
            if (random.nextInt(3) > 0) {
                // The other end stays a third of the lines behind, so that the queue grows and empties.
                continue;
            }
            rig.peer().hear();
        }
        rig.onLoop(() -> rig.sendHere("\"end\"", null));
        String heard;
        do {
            heard = rig.peer().hear();
        } while (heard != null && !heard.equals("\"end\""));

        int[] expected = new int[handles];
        for (int i = 0; i < handles; i++) {
            expected[i] = i;
        }
        requireEndWithHandles(expected);
    }

    @Test
    void failedWriteDoesNotHideTheLastWordsOfTheOtherEnd() throws PosixException {
        rig.peer().say("1\n");
        rig.say(ChannelRig.socketLine(2), 2);
        rig.peer().close();
        Fd handle = rig.handle(3);
        boolean taken = rig.onLoop(() -> {
            rig.openHere();
            return rig.sendHere("too late", handle) || rig.sendHere("\"even later\"", null);
        });
        assertThat(taken).isFalse();

        rig.heard().awaitExactly("1", "handle 2 #2", "closed: peer closed");
        assertThat(handle.isOpen()).isTrue();
    }

    @Test
    void lastWordsAreReadThoughTheQueueIsFull() throws PosixException {
        String socket = rig.near().toString();
        rig.open();
        fillThroughTheChannel();
        rig.send("with", rig.handle(1));
        rig.onLoop(() -> {
            rig.peer().say("1\n");
            rig.say(ChannelRig.socketLine(2), 2);
            rig.peer().close();
            return "";
        });

        rig.heard().awaitLast("closed: recvmsg(" + socket + "): ECONNRESET");
        assertThat(rig.heard().events()).startsWith("1", "handle 2 #2");
    }

    @Test
    void unsentHandleBelongsToItsSenderWhenTheChannelCloses() throws PosixException {
        rig.open();
        fillThroughTheChannel();
        Fd handle = rig.handle(1);
        rig.send("with", handle);
        rig.onLoop(() -> {
            rig.channel().close("enough");
            return "";
        });

        rig.heard().awaitExactly("closed: enough");
        assertThat(handle.isOpen()).isTrue();
    }

    /** Sends long lines until the kernel takes no more and at least one is queued. Returns how many. */
    private int fillThroughTheChannel() {
        return rig.onLoop(() -> {
            int lines = 1;
            while (rig.sendHere(LONG, null)) {
                lines++;
            }
            return lines;
        });
    }

    /** Fills the socket with lines that do not go through the channel. Returns how many. */
    private int fillBesideTheChannel() {
        Msghdr beside = new Msghdr();
        byte[] filler = "\"filler\"\n".getBytes(StandardCharsets.UTF_8);
        beside.outgoing().put(0, filler);
        return rig.onLoop(() -> {
            int lines = 0;
            int sent;
            while ((sent = beside.send(rig.near(), 0, filler.length)) == filler.length) {
                lines++;
            }
            assertThat(sent).isEqualTo(-Errno.EAGAIN);
            return lines;
        });
    }

    /** Requires the end of the stream, and exactly these handles. */
    private void requireEndWithHandles(int... tags) throws PosixException {
        rig.onLoop(() -> {
            rig.channel().close("enough");
            return "";
        });
        rig.peer().hearOut();
        assertThat(rig.peer().hear()).isNull();
        assertThat(rig.peer().partialBytes()).isZero();
        requireHandles(tags);
    }

    private void requireHandles(int... tags) {
        List<Integer> came = new ArrayList<>();
        while (!rig.peer().descriptors().isEmpty()) {
            came.add(TaggedSocket.tagOf(rig.peer().descriptors().remove()));
        }
        assertThat(came).isEqualTo(Arrays.stream(tags).boxed().toList());
    }
}
