package io.baton.protocol.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OpenDescriptors.class)
class LibcTest {

    private static final int SO_TYPE = 3;
    private static final int SO_ACCEPTCONN = 30;
    private static final int SO_DOMAIN = 39;

    @Test
    void anErrorNamesCallDescriptorAndErrno() {
        PosixException failure = PosixException.of("sendmsg(fd=12)", -Errno.EPIPE);

        assertThat(failure).hasMessage("sendmsg(fd=12): EPIPE (Broken pipe)");
        assertThat(failure.errno()).isEqualTo(Errno.EPIPE);
    }

    @Test
    void everyErrorNumberHasAName() {
        assertThat(Errno.describe(Errno.EAGAIN)).isEqualTo("EAGAIN (Resource temporarily unavailable)");
        assertThat(Errno.describe(Errno.ECONNRESET)).isEqualTo("ECONNRESET (Connection reset by peer)");
        assertThat(Errno.describe(Errno.ETOOMANYREFS)).startsWith("ETOOMANYREFS (");
        assertThat(Errno.describe(4000)).startsWith("errno 4000 (");
    }

    @Test
    void failedCallThrowsWithItsDescriptor() throws PosixException {
        Fd[] pair = Libc.socketpair();
        pair[1].close();
        int number = pair[0].release();
        Fd.own(number).close();

        assertThatThrownBy(() -> Libc.setNonBlocking(Fd.own(number)))
                .isInstanceOf(PosixException.class)
                .hasMessage("fcntl(fd=" + number + ", F_GETFL): EBADF (Bad file descriptor)");
    }

    @Test
    void acceptedConnectionsAreNonBlockingAndCloseOnExecAndWithoutOneAcceptIsEagain() throws IOException {
        try (Fd listener = listener()) {
            assertThat(Libc.accept(listener)).isEqualTo(-Errno.EAGAIN);
            try (SocketChannel client = SocketChannel.open(localAddress(listener));
                    Fd connection = Fd.own(Libc.accept(listener))) {
                assertThat(client.isConnected()).isTrue();
                assertThat(FdInfo.isNonBlocking(connection)).isTrue();
                assertThat(FdInfo.isCloseOnExec(connection)).isTrue();
                assertThat(Libc.accept(listener)).isEqualTo(-Errno.EAGAIN);
            }
        }
    }

    @Test
    void acceptIsEmfileWhenNoDescriptorIsLeft() throws IOException {
        try (Fd listener = listener();
                SocketChannel client = SocketChannel.open(localAddress(listener))) {
            assertThat(client.isConnected()).isTrue();
            int refused;
            try (DescriptorLimit limit = DescriptorLimit.nothingMoreOpens(listener)) {
                assertThat(limit).isNotNull();
                refused = Libc.accept(listener);
            }
            assertThat(refused).isEqualTo(-Errno.EMFILE);
            assertThat(Errno.meansOutOfDescriptors(-refused)).isTrue();
            Fd.own(Libc.accept(listener)).close();
        }
    }

    @Test
    void socketpairIsCloseOnExecAndBlockingAndConnected() throws IOException {
        Fd[] pair = Libc.socketpair();
        try (Fd a = pair[0];
                Fd b = pair[1]) {
            assertThat(FdInfo.isCloseOnExec(a)).isTrue();
            assertThat(FdInfo.isCloseOnExec(b)).isTrue();
            assertThat(FdInfo.isNonBlocking(a)).isFalse();
            assertThat(Libc.socketOption(a, SO_DOMAIN)).isEqualTo(1);
            assertThat(Libc.socketOption(a, SO_TYPE)).isEqualTo(1);
            assertThat(Libc.socketOption(a, SO_ACCEPTCONN)).isZero();
            assertThat(Libc.send(a, direct("hello"))).isEqualTo(5);
            ByteBuffer heard = ByteBuffer.allocateDirect(16);
            assertThat(Libc.receive(b, heard)).isEqualTo(5);
            assertThat(heard.position()).isEqualTo(5);
        }
    }

    @Test
    void nonBlockingHoldsForEveryDescriptorOfTheFile() throws IOException {
        Fd[] pair = Libc.socketpair();
        try (Fd a = pair[0];
                Fd b = pair[1];
                Fd copy = Libc.duplicate(a, 0)) {
            Libc.setNonBlocking(a);
            assertThat(FdInfo.isNonBlocking(copy)).isTrue();
            assertThat(FdInfo.isNonBlocking(b)).isFalse();
            assertThat(Libc.receive(copy, ByteBuffer.allocateDirect(1))).isEqualTo(-Errno.EAGAIN);
        }
    }

    @Test
    void duplicateIsAnotherNumberForTheSameFile() throws IOException {
        Fd[] pair = Libc.socketpair();
        try (Fd a = pair[0];
                Fd b = pair[1];
                Fd copy = Libc.duplicate(a, 100)) {
            assertThat(copy.number()).isGreaterThanOrEqualTo(100);
            assertThat(FdInfo.file(copy)).isEqualTo(FdInfo.file(a)).isNotEqualTo(FdInfo.file(b));
            assertThat(FdInfo.isCloseOnExec(copy)).isTrue();
        }
    }

    @Test
    void anEndedOutputIsReadAsEndOfStreamAndTheOtherDirectionWorks() throws PosixException {
        Fd[] pair = Libc.socketpair();
        try (Fd a = pair[0];
                Fd b = pair[1]) {
            assertThat(Libc.shutdownOutput(a)).isZero();
            assertThat(Libc.receive(b, ByteBuffer.allocateDirect(1))).isZero();
            assertThat(Libc.send(b, direct("x"))).isEqualTo(1);
            assertThat(Libc.receive(a, ByteBuffer.allocateDirect(1))).isEqualTo(1);
        }
    }

    @Test
    void writingToAClosedPeerIsAnErrorNumberAndNoSignal() throws PosixException {
        Fd[] pair = Libc.socketpair();
        try (Fd a = pair[0]) {
            pair[1].close();
            ByteBuffer text = direct("x");
            assertThat(Libc.send(a, text)).isEqualTo(-Errno.EPIPE);
            assertThat(text.position()).isZero();
        }
    }

    @Test
    void anOptionOfAFileIsAnErrorNumber() {
        try (Fd pidfd = Fd.own(Processes.pidfdOpen(Processes.pid()))) {
            assertThat(Libc.socketOption(pidfd, SO_DOMAIN)).isEqualTo(-88);
        }
    }

    private static Fd listener() throws IOException {
        Epoll.ensureAvailability();
        Socket socket = Socket.newSocketStream();
        Fd listener = Fd.own(socket.intValue());
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        socket.listen(16);
        Libc.setNonBlocking(listener);
        return listener;
    }

    private static InetSocketAddress localAddress(Fd listener) {
        InetSocketAddress address = new Socket(listener.number()).localAddress();
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), address.getPort());
    }

    private static ByteBuffer direct(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }
}
