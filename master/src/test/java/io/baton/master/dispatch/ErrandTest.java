package io.baton.master.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.OpenDescriptors;
import io.baton.master.conductor.ManualClock;
import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.PosixException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A connection of the master's own is one worker's or nobody's, and no client notices it. */
@ExtendWith(OpenDescriptors.class)
final class ErrandTest {

    private static final ListenKey KEY = new ListenKey("null:3000:4:undefined:0");

    private final ManualClock clock = new ManualClock();

    @RegisterExtension
    final Clients clients = new Clients(clock);

    private final FakeWorker worker = new FakeWorker("worker", clock, 2);
    private final FakeWorker other = new FakeWorker("other", clock, 2);
    private final List<Connection> unserved = new ArrayList<>();
    private final Dispatcher dispatcher = new Dispatcher(clock, new OpenGate(), unserved::add, 30_000);
    private final List<String> told = new ArrayList<>();
    private final List<Fd> ends = new ArrayList<>();

    private static final class OpenGate implements Gate {

        @Override
        public void close() {}

        @Override
        public void open() {}
    }

    @AfterEach
    void closeTheMastersEnds() {
        ends.forEach(Fd::close);
    }

    @Test
    void isNoneOfTheConnectionsThatTheWorkerHasAccepted() throws Exception {
        Errand errand = begun();
        assertThat(errand.stage()).isEqualTo(Errand.Stage.SENT);
        assertThat(worker.lane().onTheirWay()).isEqualTo(1);
        worker.accepts(0);
        assertThat(told).containsExactly("accepted");
        assertThat(worker.lane().hasAccepted()).isFalse();
        assertThat(worker.lane().served()).isZero();
        requireClosed();
    }

    @Test
    void isSentAgainToTheWorkerThatRefusedItAndToNoOther() throws Exception {
        dispatcher.add(other.lane());
        dispatcher.add(worker.lane());
        Errand errand = begun();
        worker.refuses(0);
        assertThat(errand.stage()).isEqualTo(Errand.Stage.REFUSED);
        assertThat(errand.wasRefusedAtOnce()).isTrue();
        assertThat(told).isEmpty();
        clock.advanceMs(100);
        assertThat(worker.got()).hasSize(2);
        clock.advanceMs(200);
        worker.refuses(1);
        assertThat(errand.wasRefusedAtOnce()).isFalse();
        errand.abandon();
        clock.advanceMs(1_000);
        assertThat(worker.got()).hasSize(2);
        assertThat(other.got()).isEmpty();
        requireClosed();
    }

    @Test
    void endsWithTheWorkerAndGoesToNoOther() {
        dispatcher.add(other.lane());
        dispatcher.add(worker.lane());
        begun();
        dispatcher.remove(worker.lane());
        assertThat(worker.lane().giveBack())
                .as("clients whose connections go to others")
                .isZero();
        assertThat(told).containsExactly("lost");
        assertThat(other.got()).isEmpty();
        requireClosed();
    }

    @Test
    void ofAWorkerThatDiesAfterItHasRefusedItIsLost() throws Exception {
        begun();
        worker.refuses(0);
        worker.lane().giveBack();
        clock.advanceMs(100);
        assertThat(told).containsExactly("lost");
        assertThat(worker.got()).hasSize(1);
        requireClosed();
    }

    @Test
    void thatIsAbandonedOnItsWayIsClosedWhenTheWorkerAnswersOrDies() throws Exception {
        begun().abandon();
        requireOpen();
        worker.accepts(0);
        assertThat(told).isEmpty();
        requireClosed();

        begun().abandon();
        worker.lane().giveBack();
        assertThat(told).isEmpty();
        requireClosed();
    }

    @Test
    void waitsWhileAnotherOneIsUnacceptedSoThatAHungWorkerGetsOneAtMost() throws Exception {
        begun().abandon();
        Errand second = begun();
        assertThat(second.stage()).isEqualTo(Errand.Stage.WAITS);
        assertThat(worker.got()).hasSize(1);
        worker.accepts(0);
        assertThat(second.stage()).isEqualTo(Errand.Stage.SENT);
        worker.accepts(1);
        assertThat(told).containsExactly("accepted");
    }

    @Test
    void thatWaitsForRoomIsLostWithTheWorkerAndClosedWhenItIsAbandoned() throws Exception {
        begun();
        Errand abandoned = begun();
        abandoned.abandon();
        requireClosed();
        begun();
        worker.lane().giveBack();
        assertThat(told).containsExactly("lost", "lost");
        requireClosed();
    }

    @Test
    void waitsForRoomThatClientsTake() throws Exception {
        dispatcher.add(worker.lane());
        dispatcher.offer(clients.connect());
        dispatcher.offer(clients.connect());
        Errand errand = begun();
        assertThat(errand.stage()).isEqualTo(Errand.Stage.WAITS);
        worker.accepts(0);
        assertThat(errand.stage()).isEqualTo(Errand.Stage.SENT);
        worker.acceptsAll();
        assertThat(told).containsExactly("accepted");
        assertThat(worker.lane().accepted()).isEqualTo(2);
    }

    private Errand begun() {
        try {
            Fd[] pair = Libc.socketpair();
            Libc.setNonBlocking(pair[0]);
            ends.add(pair[0]);
            Errand errand = new Errand(clock, worker.lane(), pair[1], KEY, new Errand.Events() {
                @Override
                public void accepted() {
                    told.add("accepted");
                }

                @Override
                public void lost() {
                    told.add("lost");
                }
            });
            errand.begin();
            return errand;
        } catch (PosixException e) {
            throw new AssertionError(e);
        }
    }

    /** The worker's end of the last one. */
    private void requireClosed() {
        assertThat(isClosed()).isTrue();
    }

    private void requireOpen() {
        assertThat(isClosed()).isFalse();
    }

    private boolean isClosed() {
        Fd last = ends.get(ends.size() - 1);
        return Libc.send(last, ByteBuffer.allocateDirect(1)) == -Errno.EPIPE;
    }
}
