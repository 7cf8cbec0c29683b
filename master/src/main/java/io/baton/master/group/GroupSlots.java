package io.baton.master.group;

import io.baton.master.config.GroupConfig;
import io.baton.master.fetch.FetchLimits;
import io.baton.master.fetch.Fetched;
import io.baton.master.snapshot.SlotState;
import io.baton.master.worker.WorkerHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The slots of one application, as far as it runs: how many there are, and the verbs for one of them. Conductor thread only. */
public final class GroupSlots {

    private final Group group;

    /** Those of this group. */
    GroupSlots(Group group) {
        this.group = group;
    }

    /** Starts one worker more, and does not wait for it. Refused if the group does not run. */
    public CompletionStage<Outcome> grow() {
        Crew crew = group.runningCrew();
        if (crew == null) {
            return group.notRunning();
        }
        crew.verbs().grow(1);
        return Outcome.done(group.resized(crew));
    }

    /** Lets the worker with the highest number finish and leave. Refused if it is the only one, or the group does not run. */
    public CompletionStage<Outcome> shrink() {
        Crew crew = group.runningCrew();
        if (crew == null) {
            return group.notRunning();
        }
        return crew.verbs().shrink() != null
                ? Outcome.done(group.resized(crew))
                : Outcome.refused(Refusal.LAST_WORKER, group.name() + ": it has one worker, which stays");
    }

    /**
     * Has so many workers from now on.
     *
     * @param workers as {@link GroupConfig#workers}
     * @param done what there is then
     * @return done when the new ones are ready, or the old ones are gone
     */
    CompletionStage<Outcome> resize(int workers, Supplier<Outcome> done) {
        Crew crew = group.runningCrew();
        if (crew == null) {
            return group.notRunning();
        }
        CompletionStage<Outcome> outcome = crew.verbs().resize(workers, done);
        String unused = group.resized(crew);
        return outcome;
    }

    /** Applies a verb to a slot of an application that runs. */
    CompletionStage<Outcome> one(int number, BiFunction<SlotVerbs, Slot, CompletionStage<Outcome>> verb) {
        Crew crew = group.runningCrew();
        if (crew == null) {
            return group.notRunning();
        }
        Slot slot = crew.slots().serving(number);
        return slot == null
                ? Outcome.refused(Refusal.NO_SUCH_APP, group.name() + ":" + number + ": no such worker")
                : verb.apply(crew.verbs(), slot);
    }

    /** Whether the operator has stopped all others. */
    boolean isLastRunning(int number) {
        return group.runningCrew() != null
                && serving().stream().noneMatch(slot -> slot.id() != number && slot.state() != SlotState.STOPPED);
    }

    /** The slots that the operator has stopped while the others run. */
    public List<Integer> stopped() {
        return serving().stream()
                .filter(slot -> slot.state() == SlotState.STOPPED)
                .map(Slot::id)
                .toList();
    }

    /** Every slot whose worker takes connections, or would. */
    List<Slot> serving() {
        Crew crew = group.runningCrew();
        return crew == null ? List.of() : crew.slots().serving();
    }

    /** Whether other workers can be handed the connections of this one. */
    public boolean canMoveFrom(WorkerHandle worker) {
        Crew crew = group.runningCrew();
        return crew != null && crew.othersTake(worker);
    }

    /**
     * Asks one worker for one path over HTTP, through a connection of the master's own. It counts as no client's, and no other
     * worker gets it. Never waits.
     *
     * @param path as {@link io.baton.master.fetch.FetchPath#require} wants it
     * @param answer called once on the conductor, now or later; {@link Fetched.NotAsked} if the worker is not ready or leaves,
     *     or serves no socket whose connections the master hands over
     */
    public void fetch(WorkerHandle worker, String path, FetchLimits limits, Consumer<Fetched> answer) {
        Parts parts = group.parts();
        if (parts == null) {
            answer.accept(new Fetched.NotAsked("is not running"));
        } else {
            parts.fetches().get(worker, path, limits, answer);
        }
    }

    /** The processes of a slot, also of an application that stops; of all slots, spares included, for {@link Target#WHOLE}. */
    public List<WorkerHandle> workers(int slot) {
        List<WorkerHandle> found = new ArrayList<>();
        Crew crew = group.crew();
        if (crew != null) {
            crew.slots().forEachWorker(worker -> {
                if (slot == Target.WHOLE || worker.id().slot() == slot) {
                    found.add(worker);
                }
            });
        }
        return found;
    }
}
