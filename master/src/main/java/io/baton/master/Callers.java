package io.baton.master;

import io.baton.master.conductor.Clock;
import io.baton.master.conductor.Conductor;
import io.baton.master.config.GroupConfig;
import io.baton.master.group.Applications;
import io.baton.master.group.ApplicationsUpgrade;
import io.baton.master.group.Member;
import io.baton.master.journal.ApplicationEvent;
import io.baton.master.journal.Journal;
import io.baton.master.shared.SharedState;
import io.baton.master.worker.WorkerHandle;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Knows which processes are workers that share state. Any thread may call. */
final class Callers implements SharedState.Callers {

    private final Clock conductor;
    private final Supplier<Applications> applications;

    /**
     * What the workers of a master share; the journal hears of its troubles.
     *
     * @param home for memory, where the kernel offers none without a file
     * @param applications called on the conductor
     */
    static SharedState share(Conductor loop, Path home, Journal journal, Supplier<Applications> applications) {
        return new SharedState(
                loop,
                home,
                new Callers(loop, applications),
                (app, words) -> loop.post(() -> journal.add(new ApplicationEvent.SharingTroubled(app, words))));
    }

    private Callers(Clock conductor, Supplier<Applications> applications) {
        this.conductor = conductor;
        this.applications = applications;
    }

    @Override
    public void find(int pid, Consumer<SharedState.@Nullable Caller> consumer) {
        conductor.post(() -> consumer.accept(caller(pid)));
    }

    private SharedState.@Nullable Caller caller(int pid) {
        Applications all = applications.get();
        for (WorkerHandle worker : new ApplicationsUpgrade(all).workers()) {
            if (worker.pid() == pid) {
                Member member = all.named(worker.id().app());
                GroupConfig config = member == null ? null : member.group().config();
                return config == null || !config.shared().isKeptHere()
                        ? null
                        : new SharedState.Caller(
                                config.name(),
                                worker.toString(),
                                config.shared().memoryBytes());
            }
        }
        return null;
    }
}
