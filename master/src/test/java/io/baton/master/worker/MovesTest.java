package io.baton.master.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.master.OpenDescriptors;
import io.baton.master.conductor.ManualClock;
import io.baton.master.config.Supervision;
import io.baton.master.dispatch.MoveReason;
import io.baton.master.dispatch.Return;
import io.baton.master.journal.ApplicationJournal;
import io.baton.master.journal.Journal;
import io.baton.master.journal.WorkerId;
import io.baton.protocol.HandleType;
import io.baton.protocol.ProtocolException;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a worker may give back, why it does, and what becomes of one that lies. */
@ExtendWith(OpenDescriptors.class)
final class MovesTest {

    private final ManualClock clock = new ManualClock();
    private final List<Return> given = new ArrayList<>();
    private final List<Fd> taken = new ArrayList<>();
    private final List<String> answers = new ArrayList<>();
    private final FakeChild child = new FakeChild(
            new WorkerId("test", "worker 1", 1, 1 << 23),
            clock,
            clock.nanoTime(),
            Supervision.DEFAULT,
            new ApplicationJournal(new Journal(clock), "test", ""),
            new OneListener());

    private Fd[] pair;

    /** Knows the listener of port 3000. */
    private final class OneListener extends IgnoredEvents {

        @Override
        public boolean returned(WorkerHandle worker, String key, Fd connection, Return how) {
            if (!key.contains("3000")) {
                return false;
            }
            taken.add(connection);
            given.add(how);
            return true;
        }
    }

    @BeforeEach
    void connect() throws Exception {
        pair = Libc.socketpair();
    }

    @AfterEach
    void close() {
        pair[0].close();
        pair[1].close();
    }

    @Test
    void aConnectionThatAWorkerGivesBackGoesToItsListener() throws Exception {
        child.listens();
        child.returns(3000, pair[1]);
        assertThat(taken).containsExactly(pair[1]);
        assertThat(pair[1].isOpen()).isTrue();
        assertThat(given.get(0).from()).isSameAs(child.worker().lane());
        assertThat(given.get(0).reason()).isEqualTo(MoveReason.LEAVING);
    }

    @Test
    void aConnectionThatWasAskedForGoesWhereItWasMeantTo() throws Exception {
        child.listens();
        ask(MoveReason.REBALANCE);
        ask(MoveReason.BY_HAND);
        child.returns(3000, pair[1]);
        child.gaveBack(0, 1);
        child.returns(3000, pair[1]);
        child.gaveBack(1, 1);
        child.returns(3000, pair[1]);
        assertThat(given)
                .extracting(Return::reason)
                .containsExactly(MoveReason.REBALANCE, MoveReason.BY_HAND, MoveReason.LEAVING);
        assertThat(answers).containsExactly("1", "1");
    }

    @Test
    void aWorkerThatIsToldToLeaveGivesEverythingBackForThatReason() throws Exception {
        child.listens();
        ask(MoveReason.REBALANCE);
        child.worker().drain("replaced", 1_000);
        child.returns(3000, pair[1]);
        assertThat(given.get(0).reason()).isEqualTo(MoveReason.LEAVING);
    }

    @Test
    void aRequestThatIsNotAnsweredEndsInTimeOrWithTheChannel() {
        child.listens();
        ask(MoveReason.BY_HAND);
        clock.advanceMs(60_000);
        assertThat(answers).containsExactly("null");
        ask(MoveReason.BY_HAND);
        child.worker().moves().list(0, list -> answers.add("list " + list));
        child.worker().moves().end();
        assertThat(answers).containsExactly("null", "null", "list null");
        child.gaveBack(1, 3);
        clock.advanceMs(60_000);
        assertThat(answers).hasSize(3);
    }

    @Test
    void aWorkerThatGivesBackWhatIsNoConnectionOfItsListenersBreaksTheProtocol() {
        child.listens();
        assertBroken(() -> child.returns(4000, pair[1]), "key");
        assertThat(pair[1].isOpen()).isFalse();
        assertBroken(() -> child.returns(3000, null), "no usable handle");
        assertBroken(() -> child.returns(HandleType.NET_SERVER, 3000, pair[0]), "net.Server");
        assertThat(pair[0].isOpen()).isFalse();
        assertThat(taken).isEmpty();
    }

    @Test
    void onlyAWorkerThatSaidThatItGivesConnectionsBackMayDoSo() {
        child.onlineOfOld();
        assertBroken(() -> child.returns(3000, pair[1]), "net.Socket");
        assertThat(child.worker().moves().canBeAsked()).isFalse();
        assertThat(pair[1].isOpen()).isFalse();
    }

    private void ask(MoveReason reason) {
        child.worker()
                .moves()
                .ask(1, 0, reason, null, said -> answers.add(String.valueOf(said == null ? null : said.count())));
    }

    private interface Step {
        void take() throws ProtocolException;
    }

    private static void assertBroken(Step step, String reason) {
        assertThatThrownBy(step::take).isInstanceOf(ProtocolException.class).hasMessageContaining(reason);
    }
}
