package io.baton.protocol.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class PeerUserTest {

    @Test
    void theUserOfTheOtherEndIsKnown() throws Exception {
        Fd[] pair = Libc.socketpair();
        try (Fd one = pair[0];
                Fd other = pair[1]) {
            int own = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
            assertThat(PeerUser.uid(one)).isEqualTo(PeerUser.uid(other)).isEqualTo(own);
            assertThat(Processes.userId()).isEqualTo(own);
        }
    }

    @Test
    void whatIsNoSocketHasNoUser() throws Exception {
        Fd[] pipe = Libc.pipe();
        try (Fd one = pipe[0];
                Fd other = pipe[1]) {
            assertThatThrownBy(() -> PeerUser.uid(one)).hasMessageContaining("ENOTSOCK");
            assertThat(other.isOpen()).isTrue();
        }
    }
}
