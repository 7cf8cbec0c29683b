package io.baton.master.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.config.Declaration;
import io.baton.master.config.Settings;
import io.baton.master.config.Surroundings;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Reloads that meet: one goes on, and those that are asked for meanwhile are one. */
final class ReloadsTest {

    private static final Declaration FIRST = declared("first");

    private final ReloadingGroup it = new ReloadingGroup(1).started();
    private final Member member = new Member(FIRST, it.group);
    private final Reloads reloads = new Reloads(this::changed);

    private int changes;

    @Test
    void reloadsThatWaitAreOneAndTheLastDeclarationCounts() {
        CompletableFuture<Outcome> first = ask("first");
        CompletableFuture<Outcome> second = ask("second");
        CompletableFuture<Outcome> third = reloads.ask(member, "asked for").toCompletableFuture();
        CompletableFuture<Outcome> fourth = ask("fourth");
        assertThat(it.workshop.declarations()).containsExactly(FIRST);
        succeeds();
        assertThat(first).isCompleted();
        assertThat(it.workshop.declarations()).containsExactly(FIRST, declared("fourth"));
        succeeds();
        assertThat(List.of(second, third, fourth)).allMatch(CompletableFuture::isDone);
        assertThat(second.join()).isEqualTo(fourth.join());
        assertThat(member.declaration()).isEqualTo(declared("fourth"));
        assertThat(changes).isEqualTo(2);
    }

    @Test
    void aReloadThatFailsChangesNoDeclarationAndTheNextOneFollows() {
        CompletableFuture<Outcome> failed = ask("broken");
        CompletableFuture<Outcome> next = reloads.ask(member, "SIGHUP").toCompletableFuture();
        it.workshop.cannotRead("no such file");
        assertThat(failed).isCompleted();
        assertThat(member.declaration()).isEqualTo(FIRST);
        succeeds();
        assertThat(next).isCompletedWithValueMatching(Outcome.Done.class::isInstance);
        assertThat(it.workshop.declarations()).containsExactly(declared("broken"), FIRST);
    }

    @Test
    void aStopAnswersTheOneThatGoesOnAndTheOneThatWaits() {
        CompletableFuture<Outcome> running = ask("first");
        CompletableFuture<Outcome> waiting = ask("second");
        CompletableFuture<Outcome> unused = it.group.stop().toCompletableFuture();
        assertThat(List.of(running.join(), waiting.join()))
                .containsOnly(new Outcome.Refused(Refusal.STOPPED_MEANWHILE, "api: it was stopped"));
    }

    @Test
    void aReloadOfAStoppedApplicationIsRefused() {
        CompletableFuture<Outcome> unused = it.group.stop().toCompletableFuture();
        it.leaversAreGone();
        assertThat(ask("first")).isCompletedWithValue(new Outcome.Refused(Refusal.NOT_RUNNING, "api: it is stopped"));
    }

    @Test
    void updatedVariablesComeInAdditionToThoseThatWereDeclared() {
        Declaration updated = FIRST.with(Map.of("NAME", "other", "MORE", "1"));
        assertThat(updated.surroundings().environment()).isEqualTo(Map.of("NAME", "other", "MORE", "1"));
        assertThat(FIRST.with(Map.of("MORE", "1")).surroundings().environment())
                .isEqualTo(Map.of("NAME", "first", "MORE", "1"));
    }

    private void changed() {
        changes++;
    }

    private CompletableFuture<Outcome> ask(String name) {
        return reloads.ask(member, unused -> declared(name), "asked for").toCompletableFuture();
    }

    private void succeeds() {
        it.workshop.reads(it.config, Long.MAX_VALUE);
        it.nextIsReady();
        it.replacesTheRest();
    }

    private static Declaration declared(String name) {
        return new Declaration(null, List.of(), Settings.DEFAULTS, new Surroundings(Map.of("NAME", name), null, null));
    }
}
