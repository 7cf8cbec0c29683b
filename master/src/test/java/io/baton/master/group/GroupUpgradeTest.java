package io.baton.master.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.carried.CarriedApplication;
import io.baton.master.carried.Tree;
import io.baton.master.conductor.ManualClock;
import io.baton.master.config.GroupConfig;
import io.baton.master.journal.ApplicationJournal;
import io.baton.master.journal.Journal;
import io.baton.master.snapshot.GroupSnapshot;
import io.baton.master.snapshot.GroupState;
import io.baton.master.snapshot.SlotSnapshot;
import io.baton.master.snapshot.SlotState;
import io.baton.master.snapshot.WorkerState;
import io.baton.master.worker.FakeChild;
import io.baton.protocol.message.ValueCodec;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An application after an upgrade of its master goes on where it was. */
final class GroupUpgradeTest {

    private static final GroupConfig CONFIG = GroupConfig.BUILT_IN.withWorkers(3);

    private final ManualClock clock = new ManualClock();
    private final FakeWorkshop former = new FakeWorkshop();
    private final FakeWorkshop next = new FakeWorkshop();

    private int ids;

    private Group group(FakeWorkshop workshop) {
        ApplicationJournal journal = new ApplicationJournal(new Journal(clock), CONFIG.name(), "");
        return new Group(clock, CONFIG, journal, workshop, () -> ids++);
    }

    private Group running() {
        Group group = group(former);
        var unused = group.start();
        former.equips();
        clock.advanceMs(1);
        for (int i = 0; i < 3; i++) {
            former.launcher().startsReady();
            clock.advanceMs(600);
        }
        return group;
    }

    /** What the next image makes of it. */
    private Group upgraded(Group before) throws IOException {
        CarriedApplication sent = before.upgrade().carried(Map.of(), true);
        Object json = ValueCodec.decode(ValueCodec.encode(sent));
        CarriedApplication carried = Tree.record((Map<?, ?>) json, CarriedApplication.class, "it");
        assertThat(carried).isEqualTo(sent);
        Group after = group(next);
        after.upgrade().goOn(carried, new FakeProgram());
        return after;
    }

    /** Time passes, and each worker says something every second. */
    private void pass(long ms, FakeWorkshop workshop) {
        for (long left = ms; left > 0; left -= 1_000) {
            clock.advanceMs(Math.min(left, 1_000));
            workshop.launcher().children().forEach(FakeChild::beats);
        }
    }

    @Test
    void workersKeepTheirSlotsStatesAndTimes() throws IOException {
        Group before = running();
        pass(5_000, former);
        Group after = upgraded(before);
        assertThat(after.state()).isEqualTo(GroupState.RUNNING);
        assertThat(after.snapshot()).isEqualTo(before.snapshot());
        assertThat(next.endpoints().opened())
                .extracting(endpoint -> endpoint.takers().size())
                .containsExactly(0, 3);
    }

    @Test
    void aSlotInBackOffStartsItsNextProcessWhenItWasToAndNotBefore() throws IOException {
        Group before = running();
        for (int i = 0; i < 3; i++) {
            FakeChild worker = former.launcher()
                    .children()
                    .get(former.launcher().children().size() - 1);
            worker.exits(1);
            if (!former.launcher().waiting().isEmpty()) {
                former.launcher().starts();
            }
        }
        SlotSnapshot waiting = before.snapshot().slots().stream()
                .filter(slot -> slot.state() == SlotState.BACKOFF)
                .findFirst()
                .orElseThrow();
        Group after = upgraded(before);
        assertThat(after.snapshot()).isEqualTo(before.snapshot());
        clock.advanceMs(waiting.nextStartMs() - 1);
        assertThat(next.launcher().waiting()).isEmpty();
        clock.advanceMs(2);
        assertThat(next.launcher().waiting()).containsExactly(waiting.name());
        assertThat(former.launcher().waiting())
                .as("the former image is no more; its timers are here")
                .hasSize(1);
    }

    @Test
    void aWorkerThatLeavesIsKilledAtTheTimeWhenItWasToBe() throws IOException {
        Group before = running();
        var unused = before.slots().shrink();
        FakeChild leaving = former.launcher().children().get(2);
        assertThat(leaving.state()).isEqualTo(WorkerState.DRAINING);
        long drainMs = CONFIG.supervision().timeouts().drainMs();
        pass(drainMs / 2, former);
        Group after = upgraded(before);
        assertThat(after.snapshot().leaving()).hasSize(1);
        FakeChild same = next.launcher().children().stream()
                .filter(child -> child.worker().pid() == leaving.worker().pid())
                .findFirst()
                .orElseThrow();
        pass(drainMs / 2 - 10, next);
        assertThat(same.signals()).isEmpty();
        clock.advanceMs(20);
        assertThat(same.signals()).hasSize(1);
        assertThat(same.state()).isEqualTo(WorkerState.STOPPING);
    }

    @Test
    void aDeathAfterTheUpgradeIsReplacedAndCounted() throws IOException {
        Group after = upgraded(running());
        next.launcher().children().get(0).isKilled();
        clock.advanceMs(1);
        next.launcher().startsReady();
        GroupSnapshot snapshot = after.snapshot();
        assertThat(snapshot.slots()).extracting(SlotSnapshot::restarts).containsExactly(1, 0, 0);
        assertThat(snapshot.slots().get(0).lastExit()).isEqualTo("signal SIGKILL");
    }

    @Test
    void aStoppedApplicationStaysStoppedAndKeepsItsIds() throws IOException {
        Group before = group(former);
        Group after = upgraded(before);
        assertThat(after.snapshot()).isEqualTo(before.snapshot());
        assertThat(after.state()).isEqualTo(GroupState.STOPPED);
    }

    @Test
    void itIsNoMomentForAnUpgradeWhileProcessesAreOrderedOrItStops() {
        Group group = running();
        assertThat(group.upgrade().busy()).isNull();
        former.launcher().children().get(0).isKilled();
        assertThat(group.upgrade().busy()).isEqualTo("a worker is being started");
        former.launcher().startsReady();
        assertThat(group.upgrade().busy()).isNull();
        var unused = group.stop();
        assertThat(group.upgrade().busy()).isEqualTo("it stops");
    }
}
