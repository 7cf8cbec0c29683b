package io.baton.protocol.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OpenDescriptors.class)
@Timeout(20)
class MsghdrTest {

    private final Msghdr sender = new Msghdr();
    private final Msghdr receiver = new Msghdr();
    private final List<Fd> opened = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private Fd near;

    @SuppressWarnings("NullAway.Init")
    private Fd far;

    @BeforeEach
    void connect() throws PosixException {
        Fd[] pair = Libc.socketpair();
        near = pair[0];
        far = pair[1];
        opened.add(near);
        opened.add(far);
    }

    @AfterEach
    void close() {
        opened.forEach(Fd::close);
    }

    @Test
    void descriptorArrivesAsAnotherDescriptorOfTheSameFile() throws IOException {
        Fd[] client = socketpair();
        assertThat(send("line\n", client[1])).isEqualTo(5);

        assertThat(receiver.receive(far)).isEqualTo(5);
        assertThat(receivedText(5)).isEqualTo("line\n");
        assertThat(receiver.hasFd()).isTrue();
        assertThat(receiver.lostFd()).isFalse();
        try (Fd arrived = receiver.takeFd()) {
            assertThat(arrived.number()).isNotEqualTo(client[1].number());
            assertThat(FdInfo.file(arrived)).isEqualTo(FdInfo.file(client[1]));
            client[1].close();
            assertThat(Libc.send(client[0], direct("to the copy"))).isEqualTo(11);
            ByteBuffer heard = ByteBuffer.allocateDirect(11);
            assertThat(Libc.receive(arrived, heard)).isEqualTo(11);
            assertThat(StandardCharsets.UTF_8.decode(heard.flip()).toString()).isEqualTo("to the copy");
        }
    }

    @Test
    void receivedDescriptorIsCloseOnExecFromBirth() throws IOException {
        try (JnrPeer peer = new JnrPeer(far);
                Fd tagged = TaggedSocket.of(1)) {
            peer.say("x", tagged);
            receiver.receive(near);
            try (Fd arrived = receiver.takeFd()) {
                assertThat(FdInfo.isCloseOnExec(arrived)).isTrue();
            }
        }
    }

    @Test
    void independentReceiverGetsExactlyOneDescriptor() throws PosixException {
        try (JnrPeer peer = new JnrPeer(far);
                Fd tagged = TaggedSocket.of(7)) {
            send("one\n", tagged);
            send("two\n");
            assertThat(peer.hear()).isEqualTo("one");
            assertThat(peer.hear()).isEqualTo("two");
            assertThat(peer.descriptors()).hasSize(1);
            assertThat(TaggedSocket.tagOf(peer.descriptors().remove())).isEqualTo(7);
        }
    }

    @Test
    void firstOf250DescriptorsIsKeptAndTheSurplusIsClosed() throws PosixException {
        Fd[] many = new Fd[250];
        for (int i = 0; i < many.length; i++) {
            many[i] = TaggedSocket.of(i);
            opened.add(many[i]);
        }
        int openBefore = OpenDescriptors.now().size();
        JnrPeer peer = new JnrPeer(far);
        peer.say("x\n", many);

        assertThat(receiver.receive(near)).isEqualTo(2);
        assertThat(receiver.hasFd()).isTrue();
        assertThat(receiver.lostFd()).isFalse();
        assertThat(OpenDescriptors.now()).hasSize(openBefore + 1);
        assertThat(TaggedSocket.tagOf(receiver.takeFd())).isZero();
    }

    @Test
    void aDescriptorForWhichThereIsNoRoomIsReportedLostAndTheNextOneArrives() throws PosixException {
        send("one\n", tagged(1));
        send("two\n", tagged(2));
        int count;
        try (DescriptorLimit limit = DescriptorLimit.nothingMoreOpens(near)) {
            assertThat(limit).isNotNull();
            count = receiver.receive(far);
        }
        assertThat(count).isEqualTo(4);
        assertThat(receivedText(4)).isEqualTo("one\n");
        assertThat(receiver.lostFd()).isTrue();
        assertThat(receiver.hasFd()).isFalse();
        assertThatThrownBy(receiver::takeFd).isInstanceOf(IllegalStateException.class);

        assertThat(receiver.receive(far)).isEqualTo(4);
        assertThat(receiver.lostFd()).isFalse();
        assertThat(TaggedSocket.tagOf(receiver.takeFd())).isEqualTo(2);
    }

    @Test
    void readWithoutADescriptorHasNone() throws PosixException {
        send("one\n", tagged(1));
        send("two\n");

        receiver.receive(far);
        receiver.takeFd().close();
        assertThat(receiver.hasFd()).isFalse();
        assertThatThrownBy(receiver::takeFd)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no descriptor was received");
        receiver.receive(far);
        assertThat(receiver.hasFd()).isFalse();
        assertThat(receiver.lostFd()).isFalse();
    }

    @Test
    void oneReadBringsPlainBytesAndAtMostOneDescriptorAfterThem() throws PosixException {
        send("a\n");
        send("b\n");
        send("c\n", tagged(1));
        send("d\n", tagged(2));
        send("e\n");

        assertThat(receiver.receive(far)).isEqualTo(6);
        assertThat(TaggedSocket.tagOf(receiver.takeFd())).isEqualTo(1);
        assertThat(receiver.receive(far)).isEqualTo(2);
        assertThat(TaggedSocket.tagOf(receiver.takeFd())).isEqualTo(2);
        assertThat(receiver.receive(far)).isEqualTo(2);
        assertThat(receiver.hasFd()).isFalse();
    }

    @Test
    void readsAndWritesNeverWait() throws PosixException {
        assertThat(receiver.receive(far)).isEqualTo(-Errno.EAGAIN);
        int sent;
        int total = 0;
        while ((sent = sender.send(near, 0, Msghdr.BUFFER_SIZE)) > 0) {
            total += sent;
        }
        assertThat(sent).isEqualTo(-Errno.EAGAIN);
        assertThat(Errno.meansLater(-sent)).isTrue();
        assertThat(total).isGreaterThan(Msghdr.BUFFER_SIZE);
    }

    @Test
    void theFirstPartOfALineCarriesItsDescriptor() throws PosixException {
        JnrPeer.shrinkSendBuffer(near);
        Fd tagged = tagged(5);
        int sent = sender.send(near, 0, Msghdr.BUFFER_SIZE, tagged);
        assertThat(sent).isBetween(1, Msghdr.BUFFER_SIZE - 1);

        assertThat(receiver.receive(far)).isBetween(1, sent);
        assertThat(TaggedSocket.tagOf(receiver.takeFd())).isEqualTo(5);
    }

    @Test
    void offsetAndLengthChooseTheBytes() throws PosixException {
        compose("abcdefgh");
        assertThat(sender.send(near, 2, 3)).isEqualTo(3);
        assertThat(receiver.receive(far)).isEqualTo(3);
        assertThat(receivedText(3)).isEqualTo("cde");
    }

    @Test
    void endOfStreamIsZeroAndResetIsAnErrorAndWritingThenIsEpipe() throws PosixException {
        Fd[] quiet = socketpair();
        quiet[1].close();
        assertThat(receiver.receive(quiet[0])).isZero();
        assertThat(sender.send(quiet[0], 0, 1)).isEqualTo(-Errno.EPIPE);

        Fd[] reset = socketpair();
        assertThat(sender.send(reset[0], 0, 1)).isEqualTo(1);
        reset[1].close();
        assertThat(receiver.receive(reset[0])).isEqualTo(-Errno.ECONNRESET);
        assertThat(receiver.hasFd()).isFalse();
        assertThat(receiver.lostFd()).isFalse();
    }

    private Fd[] socketpair() throws PosixException {
        Fd[] pair = Libc.socketpair();
        opened.add(pair[0]);
        opened.add(pair[1]);
        return pair;
    }

    private Fd tagged(int tag) throws PosixException {
        Fd tagged = TaggedSocket.of(tag);
        opened.add(tagged);
        return tagged;
    }

    private int send(String text) {
        return sender.send(near, 0, compose(text));
    }

    private int send(String text, Fd handle) {
        return sender.send(near, 0, compose(text), handle);
    }

    private int compose(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        sender.outgoing().put(0, bytes);
        return bytes.length;
    }

    private String receivedText(int length) {
        byte[] bytes = new byte[length];
        receiver.incoming().get(0, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static ByteBuffer direct(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }
}
