package io.baton.master.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.fetch.FakeFetcher;
import io.baton.master.snapshot.WorkerState;
import io.baton.master.worker.FakeChild;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A new worker answers the operator's requests before it gets a client, for as long as the others can do without it. */
final class WarmUpsTest {

    private static final List<String> REQUESTS = List.of("GET /", "HEAD /api");
    private static final long SHORT_MS = 300;
    private static final long UNHURRIED_MS = 1_000;

    private ReloadingGroup it = new ReloadingGroup(2, 0, REQUESTS);

    @Test
    void theFirstWorkerIsAskedOnceForEachAndGetsClientsThen() {
        FakeChild first = begins();
        FakeFetcher.Asked root = asked();
        assertThat(List.of(root.method(), root.path())).containsExactly("GET", "/");
        assertThat(root.worker()).isSameAs(first.worker().lane());
        assertThat(root.limits().ms()).isEqualTo(SHORT_MS);
        assertThat(first.state()).isEqualTo(WorkerState.ONLINE);
        assertThat(it.serving()).isEmpty();
        root.says(200);
        FakeFetcher.Asked api = asked();
        assertThat(List.of(api.method(), api.path())).containsExactly("HEAD", "/api");
        api.says(204);
        assertThat(first.state()).isEqualTo(WorkerState.READY);
        it.assertServing(first);
        assertThat(it.workshop.answers().take()).isEmpty();
    }

    @Test
    void aWorkerBesideOthersIsAskedAgainAndAgainForAShortTime() {
        bothServe();
        it.old(1).isKilled();
        FakeChild next = it.old().startsReady();
        for (int i = 0; i < 10; i++) {
            asked().says(200);
        }
        assertThat(next.state()).isEqualTo(WorkerState.ONLINE);
        it.clock.advanceMs(SHORT_MS);
        asked().says(200);
        it.assertServing(it.old(0), next);
    }

    @Test
    void aSuccessorHasMoreTimeAndTheWorkerBeforeItServesMeanwhile() {
        bothServe();
        CompletableFuture<Outcome> unused = it.reloads();
        FakeChild successor = it.fresh().startsReady();
        it.clock.advanceMs(SHORT_MS);
        asked().says(200);
        it.assertServing(it.old(0), it.old(1));
        assertThat(successor.state()).isEqualTo(WorkerState.ONLINE);
        it.clock.advanceMs(UNHURRIED_MS);
        asked().says(200);
        assertThat(successor.state()).isEqualTo(WorkerState.READY);
        it.clock.advanceMs(ReloadingGroup.TRIAL_MS);
        it.assertServing(it.old(1), successor);
    }

    @Test
    void requestsThatFailDoNotKeepAWorkerFromServing() {
        FakeChild first = begins();
        asked().says(500);
        asked().says(503);
        it.assertServing(first);
    }

    @Test
    void aWorkerThatDiesMeanwhileIsAskedNoMoreAndItsSuccessorIsWarmedUpInstead() {
        FakeChild first = begins();
        FakeFetcher.Asked lost = asked();
        first.isKilled();
        lost.says(200);
        assertThat(it.workshop.answers().take()).isEmpty();
        it.clock.advanceMs(ReloadingGroup.TRIAL_MS);
        FakeChild next = it.old().startsReady();
        assertThat(asked().worker()).isSameAs(next.worker().lane());
    }

    @Test
    void aWorkerThatIsToldToLeaveMeanwhileIsAskedNoMore() {
        FakeChild first = begins();
        first.worker().drain("test", 1_000);
        asked().says(200);
        assertThat(it.workshop.answers().take()).isEmpty();
        assertThat(first.state()).isEqualTo(WorkerState.DRAINING);
    }

    @Test
    void aSpareIsWarmedUpAndNotAgainWhenItTakesASlot() {
        it = new ReloadingGroup(1, 1, REQUESTS);
        FakeChild first = begins();
        answerAll();
        it.clock.advanceMs(SHORT_MS);
        FakeChild spare = it.old().startsReady();
        FakeFetcher.Asked root = asked();
        assertThat(root.limits().ms()).isGreaterThan(SHORT_MS);
        assertThat(spare.state()).isEqualTo(WorkerState.ONLINE);
        it.clock.advanceMs(UNHURRIED_MS);
        root.says(200);
        assertThat(spare.state()).isEqualTo(WorkerState.READY);
        first.isKilled();
        it.assertServing(spare);
        assertThat(it.workshop.answers().take()).isEmpty();
    }

    @Test
    void noUpgradeOfTheMasterBeginsMeanwhile() {
        bothServe();
        assertThat(it.group.upgrade().busy()).isNull();
        it.old(1).isKilled();
        it.old().startsReady();
        assertThat(it.group.upgrade().busy()).isEqualTo("a worker is warmed up");
        it.clock.advanceMs(SHORT_MS);
        asked().says(200);
        assertThat(it.group.upgrade().busy()).isNull();
    }

    private FakeChild begins() {
        CompletableFuture<Outcome> unused = it.group.start().toCompletableFuture();
        it.workshop.equips();
        return it.old().startsReady();
    }

    private void bothServe() {
        begins();
        answerAll();
        it.old().startsReady();
        answerAll();
        it.assertServing(it.old(0), it.old(1));
    }

    /** Answers until nothing more is asked. */
    private void answerAll() {
        List<FakeFetcher.Asked> all = it.workshop.answers().take();
        while (!all.isEmpty()) {
            it.clock.advanceMs(SHORT_MS / 2);
            all.forEach(asked -> asked.says(200));
            all = it.workshop.answers().take();
        }
    }

    /** The only question that waits. */
    private FakeFetcher.Asked asked() {
        List<FakeFetcher.Asked> all = it.workshop.answers().take();
        assertThat(all).hasSize(1);
        return all.get(0);
    }
}
