package io.baton.protocol.channel;

import static io.baton.protocol.channel.ChannelRig.KEY;
import static io.baton.protocol.channel.ChannelRig.connectionLine;
import static io.baton.protocol.channel.ChannelRig.socketLine;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.Capabilities;
import io.baton.protocol.HotLine;
import io.baton.protocol.Message;
import io.baton.protocol.message.ValueCodec;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.JnrPeer;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.MemoryFile;
import io.baton.protocol.posix.Msghdr;
import io.baton.protocol.posix.OpenDescriptors;
import io.baton.protocol.posix.PosixException;
import io.baton.protocol.posix.TaggedSocket;
import io.netty.channel.IoEventLoop;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The next program goes on with a channel where this one was. Here it has copies of the descriptors, and the old channel ends. */
@ExtendWith(OpenDescriptors.class)
@Timeout(60)
@SuppressWarnings("NullAway.Init")
final class ChannelRemainsTest {

    @RegisterExtension
    private static final ChannelLoop LOOP = new ChannelLoop();

    private static final byte[] PREFIX = HotLine.newConnectionPrefix(KEY);

    @TempDir
    private Path directory;

    private final Msghdr msghdr = new Msghdr();

    private IoEventLoop loop;
    private JnrPeer peer;
    private Fd near;
    private Heard heard;
    private @Nullable IpcChannel channel;

    @BeforeEach
    void connect() throws PosixException {
        loop = LOOP.group().next();
        Fd[] pair = Libc.socketpair();
        near = pair[0];
        peer = new JnrPeer(pair[1]);
        heard = new Heard();
    }

    @AfterEach
    void close() {
        end();
        peer.close();
    }

    @Test
    void aStreamThatIsTakenOverAtAnyByteIsHeardWholeAndOnce() throws Exception {
        String before = "{\"ä\":1}\n";
        String first = socketLine(7);
        String second = connectionLine(8);
        String after = "\"last\"\n";
        byte[] stream = (before + first + second + after).getBytes(StandardCharsets.UTF_8);
        int firstAt = before.getBytes(StandardCharsets.UTF_8).length;
        int secondAt = firstAt + first.length();
        for (int cut = 0; cut <= stream.length; cut++) {
            close();
            connect();
            open();
            say(stream, 0, cut, firstAt, secondAt);
            takeOver();
            say(stream, cut, stream.length, firstAt, secondAt);
            heard.awaitExactly("{\"ä\":1}", "handle 7 #7", "newconn " + KEY + " 8 #8", "\"last\"");
        }
    }

    @Test
    void aConnectionThatTheOldProgramWasSentBeforeItsLineBelongsToThatLine() throws Exception {
        open();
        byte[] line = connectionLine(1).getBytes(StandardCharsets.UTF_8);
        say(line, 0, line.length - 1, 0, -1);
        takeOver();
        takeOver();
        peer.say("\n");
        heard.awaitExactly("newconn " + KEY + " 1 #7");
    }

    @Test
    void aLostDescriptorKeepsItsPlace() throws Exception {
        Fd kept = TaggedSocket.of(5);
        ChannelRemains remains =
                new ChannelRemains(near.release(), "", 0, List.of(ChannelRemains.LOST, kept.release()), 1, 16);
        goOn(remains);
        peer.say(connectionLine(1) + connectionLine(2));
        heard.awaitExactly("newconn " + KEY + " 1 lost", "newconn " + KEY + " 2 #5");
    }

    @Test
    void aLineThatIsTooLongIsSkippedToItsEnd() throws Exception {
        open();
        byte[] part = "x".repeat(700_000).getBytes(StandardCharsets.UTF_8);
        peer.say("[\"");
        peer.say(part);
        peer.say(part);
        onLoop(() -> heard);
        takeOver();
        peer.say(part);
        peer.say("\"]\n\"next\"\n");
        heard.awaitExactly(new Message.Skipped(2_100_004).toString(), "\"next\"");
    }

    @Test
    void theOtherEndGetsAsManyConnectionsAtOnceAsBefore() throws Exception {
        open();
        onLoop(() -> {
            channel().peerIs(new Capabilities(2, 3));
            return channel();
        });
        takeOver();
        List<Fd> connections = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int seq = i;
            Fd connection = TaggedSocket.of(i);
            connections.add(connection);
            assertThat(onLoop(() -> channel().connections().send(PREFIX, seq, connection)))
                    .isEqualTo(i < 3);
        }
        assertThat(remains()).isNull();
        close();
        connections.forEach(Fd::close);
    }

    @Test
    void aChannelIsQuietWhenTheOtherEndHasAnsweredForEachHandle() throws Exception {
        open();
        assertThat(remains()).isNotNull();
        try (Fd connection = TaggedSocket.of(1)) {
            onLoop(() -> channel().connections().send(PREFIX, 1, connection));
            assertThat(remains()).isNull();
            peer.say("{\"cmd\":\"NODE_HANDLE_ACK\"}\n");
            heard.awaitExactly("ack");
        }
        assertThat(remains()).isNotNull();
    }

    @Test
    void aChannelIsNotQuietWhileBytesWaitForTheOtherEnd() throws Exception {
        JnrPeer.shrinkSendBuffer(near);
        open();
        onLoop(() -> {
            channel().send(new Message.User("\"" + "x".repeat(100_000) + "\""));
            return channel().flush();
        });
        assertThat(remains()).isNull();
        String line = Objects.requireNonNull(peer.hear());
        assertThat(line).hasSize(100_002);
        Heard.untilAsserted(() -> assertThat(remains()).isNotNull());
    }

    @Test
    void theDescriptorsOfAChannelThatCannotBeOpenedAreClosed() throws Exception {
        // epoll(7) watches no regular file.
        int file = MemoryFile.of("test", directory, new byte[0]).release();
        int waiting = TaggedSocket.of(1).release();
        ChannelRemains remains = new ChannelRemains(file, "", 0, List.of(waiting), 1, 16);
        assertThat(onLoop(() -> {
                    try {
                        remains.open(loop, msghdr, heard);
                        return "opened";
                    } catch (PosixException e) {
                        return e.getMessage();
                    }
                }))
                .contains("epoll_ctl");
    }

    /** Says a part of the stream. The descriptors 7 and 8 go with the first bytes of their lines. */
    private void say(byte[] stream, int from, int to, int firstAt, int secondAt) throws PosixException {
        int at = from;
        while (at < to) {
            int end = at < firstAt ? Math.min(to, firstAt) : at < secondAt ? Math.min(to, secondAt) : to;
            byte[] part = Arrays.copyOfRange(stream, at, end);
            if (at == firstAt || at == secondAt) {
                try (Fd handle = TaggedSocket.of(at == firstAt ? 7 : 8)) {
                    peer.say(part, handle);
                }
            } else {
                peer.say(part);
            }
            at = end;
        }
        // What was said is read by then, or is still in the socket.
        onLoop(() -> heard);
        onLoop(() -> heard);
    }

    private void open() {
        channel = onLoop(() -> IpcChannel.open(loop, near, msghdr, heard));
    }

    private IpcChannel channel() {
        return Objects.requireNonNull(channel);
    }

    private @Nullable ChannelRemains remains() {
        return onLoopOrNull(() -> ChannelRemains.of(channel()));
    }

    /** The next program has copies under other numbers, and the state that this one has written. */
    private void takeOver() {
        Heard before = heard;
        heard = new Heard();
        String state = onLoop(() -> {
            ChannelRemains there = Objects.requireNonNull(ChannelRemains.of(channel()), "not quiet");
            List<Integer> copies = new ArrayList<>();
            for (int number : there.waiting()) {
                copies.add(copy(number));
            }
            int socket = copy(there.socket());
            channel().close("taken over");
            return ValueCodec.encode(new ChannelRemains(
                    socket, there.begun(), there.skipped(), copies, there.version(), there.window()));
        });
        channel = null;
        for (String event : before.events().subList(0, before.events().size() - 1)) {
            onLoop(() -> {
                heard.repeat(event);
                return event;
            });
        }
        goOn(ValueCodec.record(ValueCodec.decode(state), ChannelRemains.class));
    }

    private void goOn(ChannelRemains remains) {
        channel = onLoop(() -> remains.open(loop, msghdr, heard));
    }

    private static int copy(int number) throws PosixException {
        Fd borrowed = Fd.own(number);
        Fd copy = Libc.duplicate(borrowed, 0);
        borrowed.release();
        return copy.release();
    }

    private void end() {
        IpcChannel open = channel;
        channel = null;
        if (open == null) {
            if (near.isOpen()) {
                near.close();
            }
            return;
        }
        onLoop(() -> {
            open.close("the test is over");
            return open;
        });
    }

    private <T> T onLoop(Callable<T> task) {
        return Objects.requireNonNull(onLoopOrNull(task));
    }

    private <T> @Nullable T onLoopOrNull(Callable<? extends @Nullable T> task) {
        try {
            return loop.submit(task::call).get(10, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
