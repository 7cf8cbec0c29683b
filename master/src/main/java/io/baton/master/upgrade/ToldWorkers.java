package io.baton.master.upgrade;

import io.baton.master.conductor.Clock;
import io.baton.master.worker.WorkerHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The workers that are told of an upgrade. Those that a former image has started asked the kernel to kill them when their parent
 * ends, which is a thread of this image that ends with it. They take that back before, and ask again after. Conductor thread only.
 */
final class ToldWorkers {

    private final Clock clock;
    private final int image;
    private final List<WorkerHandle> told = new ArrayList<>();
    private final List<WorkerHandle> silent = new ArrayList<>();

    private boolean decided;

    /** @param image which image of the master this is */
    ToldWorkers(Clock clock, int image) {
        this.clock = clock;
        this.image = image;
    }

    /** Why these workers would not survive; null if they would. */
    static @Nullable String unable(List<WorkerHandle> workers, int image) {
        for (WorkerHandle worker : workers) {
            if (worker.handover().image() < image && !worker.handover().canBeTold()) {
                return worker
                        + " would be killed: it was started before the last upgrade, and cannot be told of this one;"
                        + " reload its application first";
            }
        }
        return null;
    }

    /**
     * Tells them.
     *
     * @param answered gets the first worker that has not answered in time, in words; empty if all have
     */
    void begin(List<WorkerHandle> workers, long limitMs, Consumer<String> answered) {
        for (WorkerHandle worker : workers) {
            if (worker.handover().image() < image && worker.handover().canBeTold()) {
                told.add(worker);
            }
        }
        silent.addAll(told);
        if (told.isEmpty()) {
            answered.accept("");
            return;
        }
        clock.after(limitMs, () -> decide(answered));
        for (WorkerHandle worker : told) {
            worker.handover().tell(true, () -> {
                silent.remove(worker);
                if (silent.isEmpty()) {
                    decide(answered);
                }
            });
        }
    }

    /** The upgrade is over. */
    void end() {
        told.forEach(worker -> worker.handover().tell(false, () -> {}));
        told.clear();
    }

    private void decide(Consumer<String> answered) {
        if (!decided) {
            decided = true;
            answered.accept(silent.isEmpty() ? "" : silent.get(0).toString());
        }
    }
}
