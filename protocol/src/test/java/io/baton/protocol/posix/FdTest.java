package io.baton.protocol.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OpenDescriptors.class)
class FdTest {

    @Test
    void closingTwiceClosesOnce() throws PosixException {
        Fd[] pair = Libc.socketpair();
        int number = pair[0].number();
        pair[0].close();
        Fd reuser = Libc.duplicate(pair[1], number);
        assertThat(reuser.number()).isEqualTo(number);

        pair[0].close();

        assertThat(Libc.socketOption(reuser, 39)).isEqualTo(1);
        reuser.close();
        pair[1].close();
    }

    @Test
    void useAfterCloseThrowsInsteadOfUsingAnotherDescriptor() throws PosixException {
        Fd[] pair = Libc.socketpair();
        pair[0].close();
        pair[1].close();

        assertThat(pair[0].isOpen()).isFalse();
        assertThat(pair[0]).hasToString("fd=gone");
        assertThatThrownBy(pair[0]::number)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("descriptor was closed or given away");
        assertThatThrownBy(pair[0]::release).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Libc.setNonBlocking(pair[0])).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void givenAwayDescriptorStaysOpenAndIsNoLongerOurs() throws PosixException {
        Fd[] pair = Libc.socketpair();
        Fd next = Fd.own(pair[0].release());

        assertThat(pair[0].isOpen()).isFalse();
        assertThatThrownBy(pair[0]::number).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(pair[0]::release).isInstanceOf(IllegalStateException.class);
        pair[0].close();

        assertThat(next.isOpen()).isTrue();
        assertThat(Libc.socketOption(next, 39)).isEqualTo(1);
        assertThat(next).hasToString("fd=" + next.number());
        next.close();
        pair[1].close();
    }

    @Test
    void errorNumberIsNoDescriptor() {
        assertThatThrownBy(() -> Fd.own(-11))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("fd: -11 (expected: >= 0)");
    }
}
