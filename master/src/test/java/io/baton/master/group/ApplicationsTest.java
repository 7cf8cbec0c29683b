package io.baton.master.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.conductor.ManualClock;
import io.baton.master.config.Declaration;
import io.baton.master.config.Keys;
import io.baton.master.config.Settings;
import io.baton.master.config.Source;
import io.baton.master.config.Surroundings;
import io.baton.master.journal.ApplicationJournal;
import io.baton.master.journal.Journal;
import io.baton.master.snapshot.GroupState;
import io.baton.master.snapshot.SlotSnapshot;
import io.baton.master.snapshot.SlotState;
import io.baton.master.snapshot.WorkerState;
import io.baton.master.worker.FakeChild;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Applications that come and go: each verb alone, and what happens when verbs meet. */
final class ApplicationsTest implements ApplicationEvents {

    private final ManualClock clock = new ManualClock();
    private final Journal journal = new Journal(clock);
    private final FakeWorkshop workshop = new FakeWorkshop();
    private final Applications applications = new Applications(
            clock,
            config -> new Group(
                    clock,
                    config,
                    new ApplicationJournal(journal, config.name(), config.name() + " "),
                    workshop,
                    this::nextId),
            this);
    private final TargetVerbs verbs = new TargetVerbs(applications, this::changed);

    private int ids;
    private int changes;

    @Override
    public void ready(Member member, Outcome.Done done, long ms) {}

    @Override
    public void cannotStart(Member member, Outcome.Refused refused) {}

    @Override
    public void changed() {
        changes++;
    }

    @Test
    void aStartIsDoneWhenAllWorkersAreReadyAndAStopWhenNoneIsLeft() {
        CompletableFuture<Outcome> start = start("api", 2);
        workshop.equips();
        readyAll();
        assertThat(start.join()).isEqualTo(new Outcome.Done("2 workers on http://127.0.0.1:3000"));
        CompletableFuture<Outcome> stop = ask(verbs.stop(target("api")));
        assertThat(stop).isNotDone();
        exitAll();
        assertThat(stop.join()).isEqualTo(new Outcome.Done("stopped"));
        assertThat(changes).isPositive();
    }

    @Test
    void theEventsTellOnceThatAnApplicationWasStoppedAndDeleted() {
        assertThat(start("api", 1)).isNotDone();
        workshop.equips();
        readyAll();
        CompletionStage<Outcome> one = verbs.stop(target("api"));
        CompletionStage<Outcome> other = verbs.stop(target("api"));
        exitAll();
        assertThat(one.toCompletableFuture()).isCompleted();
        assertThat(other.toCompletableFuture()).isCompleted();
        assertThat(ask(verbs.stop(target("api"))).join()).isInstanceOf(Outcome.Refused.class);
        assertThat(ask(verbs.delete(target("api")))).isCompleted();
        assertThat(journal.from(1, Journal.CAPACITY).stream()
                        .map(entry -> entry.event().type()))
                .filteredOn(type -> type.equals("app.stopped") || type.equals("app.deleted"))
                .containsExactly("app.stopped", "app.deleted");
    }

    @Test
    void theSameStartAgainJoinsTheFirstAndLaterSaysThatItRuns() {
        CompletableFuture<Outcome> first = start("api", 1);
        CompletableFuture<Outcome> second = start("api", 1);
        assertThat(second).isNotDone();
        workshop.equips();
        readyAll();
        assertThat(first.join()).isInstanceOf(Outcome.Done.class);
        assertThat(second.join()).isEqualTo(new Outcome.Done("runs already"));
        assertThat(start("api", 1).join()).isEqualTo(new Outcome.Done("runs already"));
        assertThat(applications.all()).hasSize(1);
    }

    @Test
    void aStartOfARunningNameWithOtherSettingsIsRefusedAndSaysWhichDiffers() {
        running("api", 1);
        assertRefused(start("api", 2), Refusal.NAME_TAKEN, "api: runs already, with instances 1; ");
    }

    @Test
    void aStartOfAStoppedNameTakesTheNewDeclaration() {
        running("api", 1);
        stopped("api");
        CompletableFuture<Outcome> start = start("api", 2);
        workshop.equips();
        readyAll();
        assertThat(start.join()).isEqualTo(new Outcome.Done("2 workers on http://127.0.0.1:3000"));
    }

    @Test
    void anotherEnvironmentIsSaidAndNotTakenSilently() {
        running("api", 1);
        Declaration other = declaration("api", 1, Map.of("PROFILE", "prod", "SHLVL", "3"));
        assertThat(ask(applications.start(other, other.config())).join())
                .isEqualTo(new Outcome.Done(
                        "runs already, with another environment (PROFILE); reload --update-env takes this one"));
    }

    @Test
    void aNewApplicationThatCannotStartIsNotKeptButAKnownOneIs() {
        CompletableFuture<Outcome> start = start("api", 1);
        workshop.fails(Refusal.CANNOT_LISTEN);
        assertRefused(start, Refusal.CANNOT_LISTEN, "no luck");
        assertThat(applications.all()).isEmpty();
        running("api", 1);
        stopped("api");
        start = start("api", 1);
        workshop.fails(Refusal.CANNOT_LISTEN);
        assertRefused(start, Refusal.CANNOT_LISTEN, "no luck");
        assertThat(applications.all()).hasSize(1);
    }

    @Test
    void aStopDuringAStartEndsBoth() {
        CompletableFuture<Outcome> start = start("api", 1);
        CompletableFuture<Outcome> stop = ask(verbs.stop(target("api")));
        assertRefused(start, Refusal.STOPPED_MEANWHILE, "api: it was stopped");
        workshop.equips();
        assertThat(stop).isDone();
        assertThat(member("api").isWanted()).isFalse();
    }

    @Test
    void aDeleteDuringAStartEndsTheStartAndForgetsTheApplication() {
        CompletableFuture<Outcome> start = start("api", 1);
        workshop.equips();
        CompletableFuture<Outcome> delete = ask(verbs.delete(target("api")));
        CompletableFuture<Outcome> again = ask(verbs.delete(target("api")));
        assertRefused(start, Refusal.STOPPED_MEANWHILE, "api: it was stopped");
        assertRefused(start("api", 1), Refusal.NOT_STOPPED, "api: it is being deleted");
        assertRefused(ask(verbs.restart(target("api"))), Refusal.NOT_STOPPED, "api: it is being deleted");
        readyAll();
        exitAll();
        assertThat(delete.join()).isEqualTo(new Outcome.Done("deleted"));
        assertThat(again.join()).isEqualTo(new Outcome.Done("deleted"));
        assertThat(applications.all()).isEmpty();
    }

    @Test
    void aRestartStopsAndStartsAndAStartInBetweenIsRefused() {
        running("api", 1);
        CompletableFuture<Outcome> restart = ask(verbs.restart(target("api")));
        assertRefused(start("api", 1), Refusal.NOT_STOPPED, "api: it is restarting already");
        assertRefused(ask(verbs.start(target("api"))), Refusal.NOT_STOPPED, "api: it is restarting already");
        exitAll();
        workshop.equips();
        readyAll();
        assertThat(restart.join()).isEqualTo(new Outcome.Done("1 worker on http://127.0.0.1:3000"));
    }

    @Test
    void aRestartDuringTheStopOfAnotherOneIsThatOne() {
        running("api", 1);
        CompletableFuture<Outcome> first = ask(verbs.restart(target("api")));
        CompletableFuture<Outcome> second = ask(verbs.restart(target("api")));
        exitAll();
        workshop.equips();
        readyAll();
        assertThat(first.join()).isInstanceOf(Outcome.Done.class);
        assertThat(second.join()).isEqualTo(first.join());
    }

    @Test
    void aRestartDuringTheStartOfAnotherOneBeginsAnew() {
        running("api", 1);
        CompletableFuture<Outcome> first = ask(verbs.restart(target("api")));
        exitAll();
        workshop.equips();
        CompletableFuture<Outcome> second = ask(verbs.restart(target("api")));
        assertRefused(first, Refusal.STOPPED_MEANWHILE, "api: it was stopped");
        readyAll();
        exitAll();
        workshop.equips();
        readyAll();
        assertThat(second.join()).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void aStopDuringARestartWins() {
        running("api", 1);
        CompletableFuture<Outcome> restart = ask(verbs.restart(target("api")));
        CompletableFuture<Outcome> stop = ask(verbs.stop(target("api")));
        exitAll();
        assertThat(stop.join()).isEqualTo(new Outcome.Done("stopped"));
        assertRefused(restart, Refusal.STOPPED_MEANWHILE, "api: it was stopped meanwhile");
        assertThat(member("api").group().state()).isEqualTo(GroupState.STOPPED);
    }

    @Test
    void theEndOfTheMasterGivesUpARestartAndStartsNothingAnyMore() {
        running("api", 1);
        CompletableFuture<Outcome> restart = ask(verbs.restart(target("api")));
        CompletableFuture<Outcome> all = ask(applications.stopAll());
        exitAll();
        assertThat(all).isDone();
        assertRefused(restart, Refusal.STOPPED_MEANWHILE, "api: it was stopped meanwhile");
        assertRefused(start("api", 1), Refusal.STOPPED_MEANWHILE, "this master ends");
        assertRefused(ask(verbs.restart(target("api"))), Refusal.STOPPED_MEANWHILE, "this master ends");
        assertThat(workshop.launcher().waiting()).isEmpty();
    }

    @Test
    void aScaleUpIsDoneWhenTheNewWorkersAreReadyAndOneDownWhenTheOldOnesAreGone() {
        running("api", 1);
        CompletableFuture<Outcome> more = scale("+2");
        assertThat(more).isNotDone();
        readyAll();
        assertThat(more.join()).isEqualTo(new Outcome.Done("3 workers on http://127.0.0.1:3000"));
        CompletableFuture<Outcome> fewer = scale("1");
        assertThat(fewer).isNotDone();
        exitDraining();
        assertThat(fewer.join()).isEqualTo(new Outcome.Done("1 worker on http://127.0.0.1:3000"));
        assertThat(member("api").group().config().workers()).isEqualTo(1);
    }

    @Test
    void aScaleThatCannotBeIsRefused() {
        running("api", 2);
        assertRefused(scale("0"), Refusal.BAD_CONFIG, "api: 0 workers (expected: 1 to 1024");
        assertRefused(scale("-2"), Refusal.BAD_CONFIG, "api: 0 workers (expected: 1 to 1024");
        assertRefused(scale("+2000000000"), Refusal.BAD_CONFIG, "api: 2000000002 workers");
        assertRefused(scale("many"), Refusal.BAD_CONFIG, "api: many (expected: a number of workers");
        begin(verbs.stop(target("api")));
        assertRefused(scale("3"), Refusal.NOT_RUNNING, "api: it is stopping");
    }

    @Test
    void aScaleDownWhileASlotWaitsForItsNextStartEndsThatWait() {
        running("api", 2);
        child(1).exits(1);
        workshop.launcher().starts().exits(1);
        assertThat(slots()).last().extracting(SlotSnapshot::state).isEqualTo(SlotState.BACKOFF);
        assertThat(scale("1").join()).isInstanceOf(Outcome.Done.class);
        clock.advanceMs(60_000);
        assertThat(workshop.launcher().waiting()).isEmpty();
    }

    @Test
    void aScaleUpWhoseWorkerNeverStartsSaysSoAfterThreeExits() {
        running("api", 1);
        CompletableFuture<Outcome> more = scale("2");
        for (int i = 0; i < 3; i++) {
            clock.advanceMs(1_000);
            workshop.launcher().starts().exits(1);
        }
        assertRefused(
                more, Refusal.NO_WORKER_STARTS, "api worker 2: it does not start, and is tried again: exit code 1");
    }

    @Test
    void aSlotStopsAndStartsWhileTheOthersServe() {
        running("api", 2);
        CompletableFuture<Outcome> stop = ask(verbs.stop(target("api:2")));
        child(1).exits(0);
        assertThat(stop.join()).isEqualTo(new Outcome.Done("stopped"));
        assertThat(slots()).extracting(SlotSnapshot::state).containsExactly(SlotState.RUNNING, SlotState.STOPPED);
        assertThat(member("api").group().slots().stopped()).containsExactly(2);
        clock.advanceMs(60_000);
        assertThat(workshop.launcher().waiting()).isEmpty();
        CompletableFuture<Outcome> start = ask(verbs.start(target("1")));
        readyAll();
        assertThat(start.join()).isEqualTo(new Outcome.Done("1 worker"));
    }

    @Test
    void theStopOfTheLastSlotStopsTheApplicationAndAStartOfOneSlotStartsThatOne() {
        running("api", 2);
        begin(verbs.stop(target("api:1")));
        CompletableFuture<Outcome> last = ask(verbs.stop(target("api:2")));
        exitAll();
        assertThat(last).isDone();
        assertThat(member("api").group().state()).isEqualTo(GroupState.STOPPED);
        CompletableFuture<Outcome> one = ask(verbs.start(target("api:2")));
        workshop.equips();
        assertThat(workshop.launcher().waiting()).containsExactly("api worker 2");
        readyAll();
        assertThat(one).isDone();
        assertThat(slots()).extracting(SlotSnapshot::state).containsExactly(SlotState.STOPPED, SlotState.RUNNING);
    }

    @Test
    void aSlotIsRestartedWithoutAGapAndAFailedSuccessorLeavesTheOldWorker() {
        running("api", 1);
        FakeChild old = child(0);
        CompletableFuture<Outcome> restart = ask(verbs.restart(target("api:1")));
        workshop.launcher().starts().exits(3);
        assertRefused(restart, Refusal.NO_WORKER_STARTS, "api worker 1: its worker stays, because the new one");
        assertThat(old.state()).isEqualTo(WorkerState.READY);
        clock.advanceMs(2_000);
        CompletableFuture<Outcome> again = ask(verbs.restart(target("api:1")));
        readyAll();
        assertThat(again).as("the old worker finishes").isNotDone();
        old.exits(0);
        assertThat(again.join()).isEqualTo(new Outcome.Done("restarted"));
    }

    @Test
    void aStopOfTheApplicationAnswersTheVerbsThatWaitForItsSlots() {
        running("api", 2);
        CompletableFuture<Outcome> restart = ask(verbs.restart(target("api:1")));
        CompletableFuture<Outcome> more = scale("3");
        begin(verbs.stop(target("api")));
        while (!workshop.launcher().waiting().isEmpty()) {
            workshop.launcher().starts().isKilled();
        }
        exitAll();
        assertThat(restart.join()).isInstanceOf(Outcome.Refused.class);
        assertThat(more.join()).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void aSlotKeepsItsIdAndItsCountOverRestartsOfTheApplicationAndIdsAreNotGivenTwice() {
        running("api", 2);
        child(0).exits(1);
        readyAll();
        stopped("api");
        assertThat(slots()).extracting(SlotSnapshot::id).containsExactly(0, 1);
        assertThat(slots()).extracting(SlotSnapshot::restarts).containsExactly(1, 0);
        assertThat(slots()).extracting(SlotSnapshot::lastExit).containsOnly("exit code 0");
        CompletableFuture<Outcome> start = ask(verbs.start(target("api")));
        workshop.equips();
        readyAll();
        assertThat(start).isDone();
        assertThat(slots()).extracting(SlotSnapshot::restarts).containsExactly(2, 1);
        assertThat(ask(verbs.reset(target("all"))).join()).isInstanceOf(Outcome.Done.class);
        assertThat(slots()).extracting(SlotSnapshot::restarts).containsExactly(0, 0);
        CompletableFuture<Outcome> fewer = scale("1");
        exitDraining();
        assertThat(fewer).isDone();
        begin(scale("2"));
        assertThat(slots()).extracting(SlotSnapshot::id).containsExactly(0, 2);
    }

    @Test
    void whatDoesNotExistIsNamedWithWhatThereIs() {
        running("api", 1);
        for (String text : List.of("web", "api:2", "1", "-1", ":", "api:", "api:x", "99999999999", "")) {
            assertThat(Target.of(applications, text)).singleElement().satisfies(target -> {
                assertThat(target.member()).as(text).isNull();
                assertThat(target.unknown(applications).refusal()).isEqualTo(Refusal.NO_SUCH_APP);
            });
        }
        assertThat(Target.of(applications, "web").get(0).unknown(applications).reason())
                .isEqualTo("web: no such application (there are: api)");
    }

    private int nextId() {
        return ids++;
    }

    private CompletableFuture<Outcome> start(String name, int workers) {
        Declaration declaration = declaration(name, workers, Map.of());
        return ask(applications.start(declaration, declaration.config()));
    }

    private static Declaration declaration(String name, int workers, Map<String, String> environment) {
        Settings settings = new Settings.Builder()
                .add(Keys.NAME, name, Source.flag(Keys.NAME))
                .add(Keys.INSTANCES, String.valueOf(workers), Source.flag(Keys.INSTANCES))
                .add(Keys.SPARES, "0", Source.flag(Keys.SPARES))
                .add(Keys.HOST, "127.0.0.1", Source.flag(Keys.HOST))
                .add(Keys.PORT, "3000", Source.flag(Keys.PORT))
                .build();
        return new Declaration(null, List.of(), settings, new Surroundings(environment, null, null));
    }

    private void running(String name, int workers) {
        CompletableFuture<Outcome> start = start(name, workers);
        workshop.equips();
        readyAll();
        assertThat(start.join()).isInstanceOf(Outcome.Done.class);
    }

    private void stopped(String name) {
        CompletableFuture<Outcome> stop = ask(verbs.stop(target(name)));
        exitAll();
        assertThat(stop.join()).isInstanceOf(Outcome.Done.class);
    }

    private CompletableFuture<Outcome> scale(String change) {
        return ask(applications.scale(member("api"), change));
    }

    private void readyAll() {
        while (!workshop.launcher().waiting().isEmpty()) {
            workshop.launcher().startsReady();
        }
    }

    private void exitAll() {
        for (FakeChild child : List.copyOf(workshop.launcher().children())) {
            if (child.state() != WorkerState.EXITED) {
                child.exits(0);
            }
        }
    }

    private void exitDraining() {
        for (FakeChild child : List.copyOf(workshop.launcher().children())) {
            if (child.state() == WorkerState.DRAINING) {
                child.exits(0);
            }
        }
    }

    private FakeChild child(int number) {
        return workshop.launcher().children().get(number);
    }

    private List<SlotSnapshot> slots() {
        return applications.all().get(0).group().snapshot().slots();
    }

    private Member member(String name) {
        return Objects.requireNonNull(applications.named(name));
    }

    private Target target(String text) {
        return Target.of(applications, text).get(0);
    }

    /** Its outcome does not matter. */
    private static void begin(CompletionStage<Outcome> verb) {
        assertThat(verb).isNotNull();
    }

    private static CompletableFuture<Outcome> ask(CompletionStage<Outcome> verb) {
        return verb.toCompletableFuture();
    }

    private static void assertRefused(CompletableFuture<Outcome> verb, Refusal refusal, String reason) {
        assertThat(verb).isDone();
        assertThat(verb.join()).isInstanceOfSatisfying(Outcome.Refused.class, refused -> {
            assertThat(refused.refusal()).isEqualTo(refusal);
            assertThat(refused.reason()).startsWith(reason);
        });
    }
}
