package io.baton.worker.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.Processes;
import io.netty.channel.epoll.Epoll;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** If a socket cannot be made the worker ends with the reason, as if it could not be bound. */
final class ReusePortTest {

    private static final long MOST_DESCRIPTORS = 100_000;

    @Test
    void childrenOfTheWorkerDoNotGetTheSocket() throws IOException {
        Fd socket = ReusePort.bind("127.0.0.1", 0);
        try {
            assertThat(Libc.survivesExec(socket)).isFalse();
        } finally {
            socket.close();
        }
    }

    @Test
    void socketThatCannotBeMadeIsAnIoException() throws IOException {
        // A kernel without IPv6 answers EAFNOSUPPORT at this place.
        assumeTrue(
                Processes.descriptorLimit() <= MOST_DESCRIPTORS,
                "too many descriptors to use them all: " + Processes.descriptorLimit());
        // Loads Netty's native library. A first socket may open descriptors for good.
        Epoll.ensureAvailability();
        ReusePort.bind("127.0.0.1", 0).close();
        List<FileInputStream> all = new ArrayList<>();
        try {
            assertThatThrownBy(() -> {
                        while (all.size() <= MOST_DESCRIPTORS) {
                            all.add(new FileInputStream("/dev/null"));
                        }
                    })
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> ReusePort.bind("127.0.0.1", 0))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Too many open files");
        } finally {
            for (FileInputStream one : all) {
                one.close();
            }
        }
        assertThat(all).isNotEmpty();
    }
}
