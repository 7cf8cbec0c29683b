package io.baton.protocol.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.posix.OpenDescriptors;
import io.baton.protocol.posix.PosixException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A channel ends when the other end breaks its limits, or when code in this process fails. */
@ExtendWith(OpenDescriptors.class)
@Timeout(20)
@SuppressWarnings("NullAway.Init")
final class ChannelFaultTest {

    private static final BlockingQueue<Throwable> UNCAUGHT = new LinkedBlockingQueue<>();

    @RegisterExtension
    private static final ChannelLoop LOOP = new ChannelLoop();

    private ChannelRig rig;

    @BeforeAll
    static void hearUncaught() {
        LOOP.group()
                .submit(() ->
                        Thread.currentThread().setUncaughtExceptionHandler((thread, thrown) -> UNCAUGHT.add(thrown)))
                .syncUninterruptibly();
    }

    @BeforeEach
    void connect() throws PosixException {
        rig = new ChannelRig(LOOP.group());
        UNCAUGHT.clear();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void exceptionCausedByALineEndsThatChannelOnly() throws PosixException {
        rig.heard().reactWith(event -> {
            if (event.equals("2")) {
                throw new IllegalArgumentException("port out of range:-1");
            }
        });
        rig.open();
        rig.peer().say("1\n2\n3\n");
        rig.heard()
                .awaitExactly(
                        "1",
                        "2",
                        "closed: protocol error: java.lang.IllegalArgumentException: port out of range:-1 (peer's fault)");
        assertThat(UNCAUGHT).isEmpty();
    }

    @Test
    void anErrorOutOfALineIsToldToTheThreadsHandler() throws Exception {
        rig.heard().reactWith(event -> {
            throw new AssertionError("broken");
        });
        rig.open();
        rig.peer().say("1\n");
        assertThat(UNCAUGHT.poll(10, TimeUnit.SECONDS)).hasMessage("broken");
        rig.heard().reactWith(event -> {});
    }

    /** The channel is closed by then, so no other listener would hear of the exception. */
    @Test
    void anExceptionOutOfTheEndOfAChannelIsToldToTheThreadsHandler() throws Exception {
        rig.heard().reactWith(event -> {
            if (event.startsWith("closed")) {
                throw new IllegalStateException("broken");
            }
        });
        rig.open();
        rig.peer().say("not JSON\n");
        assertThat(UNCAUGHT.poll(10, TimeUnit.SECONDS)).hasMessage("broken");
        rig.forgetChannel();
    }
}
