package io.baton.protocol.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
final class NotifySocketTest {

    private static final int SOCK_DGRAM = 2;

    @TempDir
    Path directory;

    @Test
    void theManagerHearsWhatIsSentToItsPath() throws PosixException {
        String path = directory.resolve("notify").toString();
        try (Fd manager = manager(path)) {
            assertThat(socket(path).send("READY=1\nSTATUS=fine")).isEqualTo(19);
            assertThat(heard(manager)).isEqualTo("READY=1\nSTATUS=fine");
        }
    }

    @Test
    void anAbstractNameIsUnderstood() throws PosixException {
        String name = "@baton-test-" + Processes.pid();
        try (Fd manager = manager(name)) {
            assertThat(socket(name).send("STOPPING=1")).isEqualTo(10);
            assertThat(heard(manager)).isEqualTo("STOPPING=1");
        }
    }

    @Test
    void aManagerThatIsGoneOrDoesNotReadIsNotWaitedFor() throws PosixException {
        String path = directory.resolve("notify").toString();
        assertThat(socket(path).send("READY=1")).isEqualTo(-Errno.ENOENT);
        try (Fd manager = manager(path)) {
            int sent = 0;
            for (int i = 0; i < 10_000 && sent >= 0; i++) {
                sent = socket(path).send("STATUS=" + i);
            }
            assertThat(sent).isEqualTo(-Errno.EAGAIN);
            assertThat(heard(manager)).isEqualTo("STATUS=0");
        }
    }

    @Test
    void whatIsNoNameOfASocketIsNone() {
        assertThat(NotifySocket.of(null)).isNull();
        assertThat(NotifySocket.of("")).isNull();
        assertThat(NotifySocket.of("relative")).isNull();
        assertThat(NotifySocket.of("/" + "x".repeat(107))).isNull();
    }

    private static NotifySocket socket(String name) {
        return Objects.requireNonNull(NotifySocket.of(name));
    }

    private static Fd manager(String name) throws PosixException {
        byte[] bytes = name.replace('@', '\0').getBytes(StandardCharsets.UTF_8);
        ByteBuffer address = Native.allocate(2 + bytes.length);
        address.putShort(0, (short) 1).put(2, bytes);
        int number = (int) CLibrary.call("socket", 1, SOCK_DGRAM, 0);
        Libc.check("socket", number);
        Fd socket = Fd.own(number);
        Libc.check("bind", (int) CLibrary.call("bind", number, address, 2 + bytes.length));
        return socket;
    }

    private static String heard(Fd manager) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(1000);
        assertThat(Libc.read(manager, buffer)).isPositive();
        byte[] bytes = new byte[buffer.flip().remaining()];
        buffer.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
