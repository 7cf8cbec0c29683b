package io.baton.master.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.conductor.ManualClock;
import io.baton.master.conductor.Timers;
import io.baton.master.config.Cpus;
import io.baton.master.config.Delivery;
import io.baton.master.config.GroupConfig;
import io.baton.master.config.JvmOptions;
import io.baton.master.config.ListenConfig;
import io.baton.master.config.LogKeeping;
import io.baton.master.config.SharedConfig;
import io.baton.master.config.Supervision;
import io.baton.master.config.Surroundings;
import io.baton.master.journal.ApplicationJournal;
import io.baton.master.journal.Journal;
import io.baton.master.listen.FakeEndpoints;
import io.baton.master.snapshot.GroupState;
import io.baton.master.snapshot.WorkerState;
import io.baton.master.worker.FakeChild;
import io.baton.master.worker.FakeLauncher;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** The verbs of a group: what each does in each state, and how it says so. */
final class GroupTest {

    private final ManualClock clock = new ManualClock();
    private final FakeWorkshop workshop = new FakeWorkshop();
    private final Group group = group("api", 2, 3000);

    private int ids;

    @Test
    void aStartIsDoneWhenAllWorkersAreReady() {
        CompletableFuture<Outcome> start = ask(group.start());
        assertThat(group.state()).isEqualTo(GroupState.STARTING);
        workshop.equips();
        workshop.launcher().startsReady();
        assertThat(start).isNotDone();
        workshop.launcher().startsReady();
        assertThat(start.join()).isEqualTo(new Outcome.Done("2 workers on http://127.0.0.1:3000"));
        assertThat(group.state()).isEqualTo(GroupState.RUNNING);
    }

    @Test
    void aStartOfAGroupThatIsNotStoppedIsRefused() {
        CompletableFuture<Outcome> first = ask(group.start());
        assertRefused(group.start(), Refusal.NOT_STOPPED, "api: it is starting already");
        workshop.equips();
        assertRefused(group.start(), Refusal.NOT_STOPPED, "api: it is starting already");
        assertThat(first).isNotDone();
        started();
        assertRefused(group.start(), Refusal.NOT_STOPPED, "api: it is running already");
        CompletableFuture<Outcome> stop = ask(group.stop());
        assertRefused(group.start(), Refusal.NOT_STOPPED, "api: it is stopping already");
        allLeave();
        assertThat(stop).isDone();
    }

    @Test
    void aStartThatCannotBeEquippedSaysWhyAndLeavesTheGroupStopped() {
        CompletableFuture<Outcome> start = ask(group.start());
        workshop.fails(Refusal.NOT_PERMITTED);
        assertThat(start.join()).isEqualTo(new Outcome.Refused(Refusal.NOT_PERMITTED, "no luck"));
        assertThat(group.state()).isEqualTo(GroupState.STOPPED);
        started();
        assertThat(group.state()).isEqualTo(GroupState.RUNNING);
    }

    @Test
    void aStopIsDoneWhenNoProcessIsLeftAndEndsItsSocketsAndItsTimers() {
        started();
        CompletableFuture<Outcome> stop = ask(group.stop());
        assertThat(group.state()).isEqualTo(GroupState.STOPPING);
        assertThat(workshop.endpoints().only().isClosed()).isTrue();
        workshop.launcher().children().get(0).exits(0);
        assertThat(stop).isNotDone();
        workshop.launcher().children().get(1).exits(0);
        assertThat(stop.join()).isEqualTo(new Outcome.Done("stopped"));
        assertThat(group.state()).isEqualTo(GroupState.STOPPED);
        assertThat(workshop.dismantled()).hasSize(1);
        assertNoTimerIsLeft();
    }

    @Test
    void twoStopsAreOne() {
        started();
        CompletableFuture<Outcome> first = ask(group.stop());
        CompletableFuture<Outcome> second = ask(group.stop());
        allLeave();
        assertThat(first.join()).isEqualTo(second.join());
        assertRefused(group.stop(), Refusal.NOT_RUNNING, "api: it is stopped already");
    }

    @Test
    void aStoppedGroupStartsAgainWithNothingOfTheStartBefore() {
        for (int time = 1; time <= 3; time++) {
            started();
            assertThat(workshop.launcher().children()).hasSize(2);
            FakeEndpoints.Opened socket = workshop.endpoints().only();
            assertThat(socket.takers()).hasSize(2);
            workshop.launcher().children().get(0).isKilled();
            CompletableFuture<Outcome> stop = ask(group.stop());
            while (!workshop.launcher().waiting().isEmpty()) {
                workshop.launcher().fails();
            }
            allLeave();
            assertThat(stop).isDone();
            assertThat(socket.isClosed()).isTrue();
            assertNoTimerIsLeft();
            clock.advanceMs(3_600_000);
            assertThat(workshop.launcher().waiting())
                    .as("nothing starts after a stop")
                    .isEmpty();
        }
    }

    @Test
    void aStopBeforeTheSocketsAreOpenStartsNoWorkerAndEndsThem() {
        CompletableFuture<Outcome> start = ask(group.start());
        CompletableFuture<Outcome> stop = ask(group.stop());
        assertThat(start.join()).isEqualTo(new Outcome.Refused(Refusal.STOPPED_MEANWHILE, "api: it was stopped"));
        assertThat(stop).isNotDone();
        workshop.equips();
        assertThat(stop).isDone();
        assertThat(workshop.endpoints().opened()).isEmpty();
        assertThat(workshop.sockets()).hasSize(1).noneMatch(socket -> socket.socket()
                .isOpen());
        assertThat(workshop.dismantled()).hasSize(1);
        started();
    }

    @Test
    void aStopOfAStartThatThenFailsIsDone() {
        CompletableFuture<Outcome> unused = ask(group.start());
        CompletableFuture<Outcome> stop = ask(group.stop());
        workshop.fails(Refusal.FAILED);
        assertThat(stop).isDone();
        assertThat(group.state()).isEqualTo(GroupState.STOPPED);
    }

    @Test
    void aStopWhileWorkersBootIsNoReady() {
        CompletableFuture<Outcome> start = ask(group.start());
        workshop.equips();
        FakeChild booting = workshop.launcher().starts().online();
        CompletableFuture<Outcome> stop = ask(group.stop());
        assertThat(start.join()).isInstanceOf(Outcome.Refused.class);
        booting.exits(0);
        while (!workshop.launcher().waiting().isEmpty()) {
            workshop.launcher().fails();
        }
        assertThat(stop).isDone();
    }

    @Test
    void threeFailedStartsAreToldAndTheGroupStillTries() {
        CompletableFuture<Outcome> start = ask(group.start());
        workshop.equips();
        while (!start.isDone()) {
            while (!workshop.launcher().waiting().isEmpty()) {
                workshop.launcher().starts().exits(1);
            }
            clock.advanceMs(100);
        }
        assertThat(start.join()).isInstanceOfSatisfying(Outcome.Refused.class, refused -> assertThat(refused.refusal())
                .isEqualTo(Refusal.NO_WORKER_STARTS));
        assertThat(group.state()).isEqualTo(GroupState.STARTING);
        clock.advanceMs(60_000);
        while (!workshop.launcher().waiting().isEmpty()) {
            workshop.launcher().startsReady();
        }
        assertThat(group.state()).isEqualTo(GroupState.RUNNING);
    }

    /** The last lines of a worker come from the thread that reads them, perhaps after a stop and a start. */
    @Test
    void aLateWordOfAFormerStartIsNoAnswerOfTheNext() {
        CompletableFuture<Outcome> unused = ask(group.start());
        workshop.equips();
        FakeLauncher former = workshop.launcher();
        for (int failed = 0; failed < 3; failed++) {
            former.starts().exits(1);
        }
        CompletableFuture<Outcome> stop = ask(group.stop());
        while (!former.waiting().isEmpty()) {
            former.fails();
        }
        assertThat(stop).isDone();
        CompletableFuture<Outcome> second = ask(group.start());
        clock.advanceMs(0);
        assertThat(second).isNotDone();
    }

    @Test
    void moreAndLessWorkersAreForAGroupThatRuns() {
        assertRefused(group.slots().grow(), Refusal.NOT_RUNNING, "api: it is stopped");
        assertRefused(group.slots().shrink(), Refusal.NOT_RUNNING, "api: it is stopped");
        started();
        assertThat(ask(group.slots().grow()).join()).isEqualTo(new Outcome.Done("3 workers"));
        assertThat(ask(group.slots().shrink()).join()).isEqualTo(new Outcome.Done("2 workers"));
        assertThat(ask(group.slots().shrink()).join()).isEqualTo(new Outcome.Done("1 worker"));
        assertRefused(group.slots().shrink(), Refusal.LAST_WORKER, "api: it has one worker, which stays");
        CompletableFuture<Outcome> unused = ask(group.stop());
        assertRefused(group.slots().grow(), Refusal.NOT_RUNNING, "api: it is stopping");
        assertRefused(group.slots().shrink(), Refusal.NOT_RUNNING, "api: it is stopping");
    }

    @Test
    void anAddressOfAnotherGroupIsRefusedBeforeAnythingIsOpened() {
        started();
        Group other = group("web", 1, 3000);
        assertRefused(
                other.start(),
                Refusal.ADDRESS_TAKEN,
                "127.0.0.1:3000 is in use (the application api listens on 127.0.0.1:3000)");
        assertThat(other.state()).isEqualTo(GroupState.STOPPED);
        CompletableFuture<Outcome> unused = ask(group.stop());
        allLeave();
        CompletableFuture<Outcome> start = ask(other.start());
        workshop.equips();
        workshop.launcher().startsReady();
        assertThat(start.join()).isEqualTo(new Outcome.Done("1 worker on http://127.0.0.1:3000"));
    }

    @Test
    void groupsOnFreePortsGetOneEach() {
        Group free = group("a", 1, 0);
        Group other = group("b", 1, 0);
        for (Group each : List.of(free, other)) {
            CompletableFuture<Outcome> start = ask(each.start());
            workshop.equips();
            workshop.launcher().startsReady();
            assertThat(start.join()).isInstanceOf(Outcome.Done.class);
        }
    }

    private Group group(String name, int workers, int port) {
        GroupConfig config = new GroupConfig(
                name,
                List.of(new ListenConfig("http", "127.0.0.1", port)),
                Delivery.DEFAULT,
                workers,
                OptionalInt.of(0),
                null,
                List.of(),
                new JvmOptions(false, List.of(), 0, Cpus.SPLIT),
                Supervision.DEFAULT,
                LogKeeping.DEFAULT,
                SharedConfig.DEFAULT,
                Surroundings.NONE);
        return new Group(
                clock, config, new ApplicationJournal(new Journal(clock), name, name + " "), workshop, () -> ids++);
    }

    /** The group runs, on two workers. */
    private void started() {
        if (group.state() == GroupState.STOPPED) {
            CompletableFuture<Outcome> unused = ask(group.start());
            workshop.equips();
        }
        while (!workshop.launcher().waiting().isEmpty()) {
            workshop.launcher().startsReady();
        }
        assertThat(group.state()).isEqualTo(GroupState.RUNNING);
    }

    private void allLeave() {
        workshop.launcher().children().forEach(child -> {
            if (!child.worker().state().equals(WorkerState.EXITED)) {
                child.exits(0);
            }
        });
    }

    private void assertNoTimerIsLeft() {
        Timers last = (Timers) workshop.clocks().get(workshop.clocks().size() - 1);
        assertThat(last.pending()).isZero();
    }

    private static CompletableFuture<Outcome> ask(CompletionStage<Outcome> verb) {
        return verb.toCompletableFuture();
    }

    private static void assertRefused(CompletionStage<Outcome> verb, Refusal refusal, String reason) {
        assertThat(ask(verb)).isCompletedWithValue(new Outcome.Refused(refusal, reason));
    }
}
