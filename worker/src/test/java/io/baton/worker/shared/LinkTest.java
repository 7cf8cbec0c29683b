package io.baton.worker.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.protocol.posix.PosixException;
import io.baton.protocol.posix.Processes;
import io.baton.worker.spi.Shared;
import io.baton.worker.spi.SharedException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls while one master takes the place of another: each is sent, and once. */
@Timeout(30)
final class LinkTest {

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("test-loop", true), EpollIoHandler.newFactory());
    private final EventLoop loop = group.next();

    @AfterEach
    void endLoop() {
        Future<?> unused = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    @Test
    void aCallBetweenTheGoodByeAndTheEndOfTheConnectionIsSentToTheNextMaster() throws Exception {
        try (FakeMaster master = new FakeMaster((client, words) ->
                FakeMaster.say(client, FakeMaster.NONE + (words.equals("GET one") ? FakeMaster.BYE : "")))) {
            master.listen();
            Shared shared = Keeper.of(master.address(), "shop", loop);
            // The second call is made while the answer to the first is read, which has the good-bye behind it.
            answer(shared.get("one").thenCompose(none -> shared.get("two")));
            assertThat(master.calls()).containsExactly("GET one", "GET two");
            assertThat(master.connections()).isEqualTo(2);
        }
    }

    @Test
    void aCallThatConnectsBeforeAnAttemptThatWasPutOffMakesTheOnlyConnection() throws Exception {
        CompletableFuture<FakeMaster> itself = new CompletableFuture<>();
        CompletableFuture<Void> gone = new CompletableFuture<>();
        try (FakeMaster master = new FakeMaster((client, words) -> {
            if (words.equals("GET one")) {
                itself.join().stopListening();
                ChannelFuture unused = client.closeFuture().addListener(closed -> gone.complete(null));
                FakeMaster.say(client, FakeMaster.NONE + FakeMaster.BYE);
            } else {
                FakeMaster.say(client, FakeMaster.NONE);
            }
        })) {
            itself.complete(master);
            master.listen();
            Shared shared = Keeper.of(master.address(), "shop", loop);
            CompletionStage<?> two = shared.get("one").thenCompose(none -> shared.get("two"));
            answer(gone);
            answer(afterTwoTurns(() -> {}));
            // From here on each attempt to connect for the second call is refused, and put off for a moment.
            answer(afterTwoTurns(() -> {
                listen(master);
                CompletionStage<?> unused = shared.get("three");
            }));
            answer(two);
            CompletableFuture<Void> later = new CompletableFuture<>();
            Future<?> unused = loop.schedule(() -> later.complete(null), 100, TimeUnit.MILLISECONDS);
            answer(later);
            answer(shared.get("four"));
            assertThat(master.calls()).containsExactly("GET one", "GET two", "GET three", "GET four");
            assertThat(master.connections()).isEqualTo(2);
        }
    }

    @Test
    void anotherProcessThatTookTheNameOfADeadMasterGetsNoCall() throws Exception {
        int dead = Processes.pid() + 1;
        try (FakeMaster stranger = new FakeMaster(dead, (client, words) -> FakeMaster.say(client, FakeMaster.NONE))) {
            stranger.listen();
            Shared shared = Keeper.of(stranger.address(), "shop", loop);
            assertThatThrownBy(() -> answer(shared.get("session")))
                    .hasCauseInstanceOf(SharedException.class)
                    .hasMessageContaining(
                            "get session: no connection to the master: its socket is one of process %d (expected: %d)",
                            Processes.pid(), dead);
            assertThat(stranger.calls()).isEmpty();
        }
    }

    /** What the loop does now may leave something behind that it does in its next turn. */
    private CompletableFuture<Void> afterTwoTurns(Runnable task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.execute(() -> loop.execute(() -> {
            task.run();
            done.complete(null);
        }));
        return done;
    }

    private static void listen(FakeMaster master) {
        try {
            master.listen();
        } catch (PosixException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T answer(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(4, TimeUnit.SECONDS);
    }
}
