package io.baton.master.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.conductor.ManualClock;
import io.baton.master.config.Supervision;
import io.baton.master.journal.ApplicationJournal;
import io.baton.master.journal.Journal;
import io.baton.master.journal.WorkerId;
import io.baton.protocol.posix.Processes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an operator asks of a worker. */
final class QuestionsTest {

    private final ManualClock clock = new ManualClock();
    private final FakeChild child = new FakeChild(
            new WorkerId("api", "worker 1", 1, 1 << 23),
            clock,
            clock.nanoTime(),
            Supervision.DEFAULT,
            new ApplicationJournal(new Journal(clock), "api", ""),
            new IgnoredEvents());
    private final List<@Nullable KeptThreads> answers = new ArrayList<>();

    @Test
    void aSignalIsSentToALivingWorkerAndNeverToANumberThatAnotherProcessMayHave() {
        assertThat(child.worker().questions().signal(12)).isTrue();
        child.exits(0);
        assertThat(child.worker().questions().signal(12)).isFalse();
        assertThat(child.signals()).containsExactly(12);
    }

    @Test
    void aJvmIsAskedForItsThreadsAndAnswersOnce() {
        child.online();
        Questions questions = child.worker().questions();
        assertThat(questions.canTellThreads()).isTrue();
        questions.threads(answers::add);
        assertThat(child.signals()).containsExactly(Processes.SIGQUIT);
        assertThat(questions.canTellThreads()).as("it is asked already").isFalse();
        child.printsThreads("Full thread dump");
        clock.advanceMs(60_000);
        assertThat(answers).containsExactly(new KeptThreads("/evidence", "Full thread dump"));
        assertThat(questions.canTellThreads()).isTrue();
    }

    @Test
    void aJvmThatPrintsNothingIsNotWaitedForLongerThanFiveSeconds() {
        child.online().worker().questions().threads(answers::add);
        clock.advanceMs(4_999);
        assertThat(answers).isEmpty();
        clock.advanceMs(2);
        assertThat(answers).hasSize(1).containsOnlyNulls();
    }

    @Test
    void aNodeProgramAndAStoppedOrDeadProcessCannotTellTheirThreads() {
        assertThat(child.onlineInNode().worker().questions().canTellThreads()).isFalse();
        assertThat(child.signals()).isEmpty();
    }

    @Test
    void aStoppedProcessCannotTellItsThreads() {
        child.online().isStopped();
        assertThat(child.worker().questions().canTellThreads()).isFalse();
    }
}
