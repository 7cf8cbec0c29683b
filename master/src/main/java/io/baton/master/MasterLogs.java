package io.baton.master;

import io.baton.master.conductor.Clock;
import io.baton.master.config.GroupConfig;
import io.baton.master.group.Outcome;
import io.baton.master.group.Refusal;
import io.baton.master.group.Target;
import io.baton.master.output.LogNames;
import io.baton.master.output.Pipes;
import io.baton.master.output.Printed;
import io.baton.master.snapshot.GroupSnapshot;
import io.baton.master.snapshot.SlotSnapshot;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The log files of a master's applications, as its operator sees them. Conductor thread only. */
final class MasterLogs {

    /** A disk that hangs does not keep an answer from the operator. */
    private static final long LAST_LINES_MS = 1_000;

    private final Clock conductor;
    private final Pipes pipes;

    MasterLogs(Clock conductor, Pipes pipes) {
        this.conductor = conductor;
        this.pipes = pipes;
    }

    /** Empties the files of an application, or of one of its slots. */
    CompletionStage<Outcome> empty(Target target) {
        LogNames names = names(target.requireMember().group().config());
        LogNames wanted = target.slot() == Target.WHOLE ? names : names.ofSlot(target.slot());
        CompletableFuture<Outcome> done = new CompletableFuture<>();
        pipes.files()
                .empty(wanted)
                .whenComplete((files, failure) -> conductor.post(() -> {
                    if (failure == null) {
                        done.complete(
                                new Outcome.Done(files == 1 ? "1 log file emptied" : files + " log files emptied"));
                    } else {
                        done.complete(new Outcome.Refused(Refusal.FAILED, target.text() + ": " + failure.getMessage()));
                    }
                }));
        return done;
    }

    /** Empties the log of the master itself, if it has one. */
    void emptyOwn() {
        pipes.files().emptyMasterLog();
    }

    /** The same result, when what the workers have printed before is in their files. */
    <T> CompletionStage<T> whenWritten(T result) {
        CompletableFuture<T> done = new CompletableFuture<>();
        pipes.whenWritten(() -> conductor.post(() -> done.complete(result)));
        conductor.after(LAST_LINES_MS, () -> done.complete(result));
        return done;
    }

    /** The application with the paths of its workers' files. */
    GroupSnapshot withFiles(GroupSnapshot group, GroupConfig config) {
        LogNames names = names(config);
        return group.with(
                withFiles(group.slots(), names), withFiles(group.spares(), names), withFiles(group.leaving(), names));
    }

    private LogNames names(GroupConfig config) {
        return LogNames.of(config, pipes.files().directory());
    }

    private static List<SlotSnapshot> withFiles(List<SlotSnapshot> slots, LogNames names) {
        return slots.stream()
                .map(slot -> slot.printingTo(
                        text(names.file(slot.slot(), Printed.OUT)), text(names.file(slot.slot(), Printed.ERR))))
                .toList();
    }

    private static @Nullable String text(@Nullable Path path) {
        return path == null ? null : path.toString();
    }
}
