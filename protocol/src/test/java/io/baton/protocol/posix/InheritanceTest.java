package io.baton.protocol.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OpenDescriptors.class)
final class InheritanceTest {

    @Test
    void theNextProgramGetsADescriptorThatWasAddedAndNotOneThatWasRemoved() throws IOException {
        Fd[] pipe = Libc.pipe();
        try (Fd reading = pipe[0];
                Fd writing = pipe[1]) {
            Inheritance.add(reading.number());
            assertThat(Inheritance.includes(reading.number())).isTrue();
            assertThat(Inheritance.numbers()).contains(reading.number()).doesNotContain(writing.number());
            assertThat(Inheritance.file(reading.number())).startsWith("pipe:[");
            Inheritance.remove(reading.number());
            assertThat(Inheritance.numbers()).doesNotContain(reading.number());
        }
    }

    @Test
    void aNumberThatIsNotOpenIsAnError() {
        assertThatThrownBy(() -> Inheritance.add(9_999)).hasMessageContaining("fcntl(fd=9999, F_SETFD): EBADF");
    }

    /** The JDK keeps one for its own purposes, and the next JVM makes its own. */
    @Test
    void onlyAnEndWhoseOtherEndIsClosedIsUnusable() throws IOException {
        Fd[] pair = Libc.socketpair();
        try (Fd one = pair[0]) {
            assertThat(Inheritance.isUnusable(one.number())).isFalse();
            pair[1].close();
            assertThat(Inheritance.isUnusable(one.number())).isTrue();
        }
        Fd[] pipe = Libc.pipe();
        try (Fd reading = pipe[0]) {
            pipe[1].close();
            assertThat(Inheritance.isUnusable(reading.number())).isFalse();
        }
    }

    @Test
    void aDescriptorThatAnotherThreadHasClosedMeanwhileHasNoFile() throws IOException {
        assertThat(Inheritance.file(9_998)).isEmpty();
    }
}
