package io.baton.master;

import io.baton.master.config.Declaration;
import io.baton.master.config.GroupConfig;
import io.baton.master.control.Result;
import io.baton.master.group.Applications;
import io.baton.master.group.Member;
import io.baton.master.group.Outcome;
import io.baton.master.home.StateFile;
import io.baton.master.journal.ApplicationEvent;
import io.baton.master.journal.Journal;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Brings back applications from a state file: what ran when the last daemon was killed, or what the operator saved. What is there
 * already stays as it is. Conductor thread only.
 */
final class Resurrection {

    private static final Logger LOG = System.getLogger(Resurrection.class.getName());

    private final Applications applications;
    private final StateKeeper keeper;
    private final FileWork files;
    private final Journal journal;

    Resurrection(Applications applications, StateKeeper keeper, FileWork files, Journal journal) {
        this.applications = applications;
        this.keeper = keeper;
        this.files = files;
        this.journal = journal;
    }

    /** Brings back what ran, and has each change written from then on. */
    void restore() {
        CompletionStage<Void> unused = files.make(
                        () -> read(keeper.lastRun().toCompletableFuture().join()))
                .thenAccept(found -> {
                    found.damages().forEach(damage -> LOG.log(Level.WARNING, "{0}", damage));
                    List<Declared> lost = new ArrayList<>();
                    for (Declared declared : found.applications()) {
                        if (declared.config() == null) {
                            lost.add(declared);
                            journal.add(new ApplicationEvent.CannotStart(declared.name(), declared.reason()));
                        } else {
                            CompletionStage<Outcome> unusedToo = bringBack(declared);
                        }
                    }
                    keeper.keep(lost);
                    keeper.begin();
                });
    }

    /** Brings back what the operator saved. */
    CompletionStage<List<Result>> resurrect() {
        return files.make(() -> read(keeper.saved().toCompletableFuture().join()))
                .thenCompose(this::bringBack);
    }

    private CompletionStage<List<Result>> bringBack(Found found) {
        List<CompletionStage<Result>> results = new ArrayList<>();
        for (String damage : found.damages()) {
            LOG.log(Level.WARNING, "{0}", damage);
            boolean backup = found.path() != null;
            String text = damage + (backup ? "; " + found.path() + " is used" : "");
            results.add(CompletableFuture.completedFuture(
                    new Result("", "state.json", backup, backup ? null : "NOTHING_SAVED", text, null)));
        }
        if (found.path() == null && found.damages().isEmpty()) {
            results.add(CompletableFuture.completedFuture(
                    new Result("", "state.json", false, "NOTHING_SAVED", "nothing was saved", null)));
        }
        for (Declared declared : found.applications()) {
            String name = declared.name();
            results.add(
                    declared.config() == null
                            ? CompletableFuture.completedFuture(MasterOrders.result(name, name, declared.refusal()))
                            : bringBack(declared).thenApply(outcome -> MasterOrders.result(name, name, outcome)));
        }
        return MasterOrders.together(results);
    }

    private CompletionStage<Outcome> bringBack(Declared declared) {
        Declaration declaration = declared.declaration();
        GroupConfig config = declared.config();
        if (declaration == null || config == null) {
            return CompletableFuture.completedFuture(declared.refusal());
        }
        Member known = applications.named(config.name());
        if (known != null && known.isWanted()) {
            return Outcome.done("runs already");
        }
        if (declared.isStopped()) {
            if (known == null) {
                Member unused = applications.add(declaration, config);
            }
            return Outcome.done("stays stopped");
        }
        Member member = known == null ? applications.add(declaration, config) : known;
        return applications.start(member, declared::wants);
    }

    /** Reads the programs that a state file names, too. */
    private static Found read(StateFile.Found file) {
        List<Declared> applications =
                file.applications().stream().map(StateKeeper::read).toList();
        return new Found(file.path() == null ? null : file.path().toString(), applications, file.damages());
    }

    private record Found(@Nullable String path, List<Declared> applications, List<String> damages) {}
}
