package io.baton.master.group;

import io.baton.master.carried.CarriedApplication;
import io.baton.master.config.Declaration;
import io.baton.master.config.GroupConfig;
import io.baton.master.program.Program;
import io.baton.master.worker.WorkerHandle;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What of all applications crosses an upgrade of the master, from one image to the next. Conductor thread only. */
public final class ApplicationsUpgrade {

    private final Applications applications;

    /** For these. */
    public ApplicationsUpgrade(Applications applications) {
        this.applications = applications;
    }

    /**
     * Goes on with one of the former image.
     *
     * @param program for workers that start from now on
     * @throws IOException if a socket cannot be watched
     */
    public void goOn(Declaration declaration, GroupConfig config, CarriedApplication carried, Program program)
            throws IOException {
        Member member = applications.add(declaration, config);
        member.want(carried.wanted());
        member.group().upgrade().goOn(carried, program);
    }

    /** What the next image goes on with. Only while they are not {@link #busy}. */
    public List<CarriedApplication> carried() {
        return applications.all().stream()
                .map(member ->
                        member.group().upgrade().carried(member.declaration().toJson(), member.isWanted()))
                .toList();
    }

    /** Why this is no moment for an upgrade; null if it is one. */
    public @Nullable String busy() {
        for (Member member : applications.all()) {
            String reason = member.isInVerb()
                    ? "a command goes on"
                    : member.group().upgrade().busy();
            if (reason != null) {
                return member.name() + ": " + reason;
            }
        }
        return null;
    }

    /** Accepts no connections and sends none to workers, or does so again. */
    public void pause(boolean pauses) {
        applications.all().forEach(member -> member.group().upgrade().pause(pauses));
    }

    /** Every process that has not ended. */
    public List<WorkerHandle> workers() {
        return applications.all().stream()
                .flatMap(member -> member.group().slots().workers(Target.WHOLE).stream())
                .toList();
    }
}
