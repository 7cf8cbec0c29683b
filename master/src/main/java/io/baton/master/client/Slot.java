package io.baton.master.client;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One place for a worker.
 *
 * @param name as the log shows it, {@code worker 3}
 * @param id its number in the daemon; -1 for a spare
 * @param number its number in the application
 * @param state {@code RUNNING}, {@code REPLACING}, {@code BACKOFF}, {@code ERRORED}, {@code SPARE} or {@code STOPPED}
 * @param nextStartMs how long until the next process starts; negative if none waits
 * @param lastExit how its last process ended, in words; null if none has
 * @param lastExitAtMs since 1970; 0 if none has
 * @param outLog the file of its output; null if that goes to a terminal
 * @param worker the process that serves; null if there is none
 * @param successor the process that starts while the other one serves
 * @param leaving the processes that were here and are not gone yet
 */
public record Slot(
        String name,
        int id,
        int number,
        String state,
        int restarts,
        long nextStartMs,
        @Nullable String lastExit,
        long lastExitAtMs,
        @Nullable String outLog,
        @Nullable String errLog,
        @Nullable Worker worker,
        @Nullable Worker successor,
        List<Worker> leaving) {

    static Slot of(Fields slot) {
        int id = (int) slot.number("id", -1);
        List<Worker> leaving = new ArrayList<>();
        for (Fields one : slot.objects("leaving")) {
            leaving.add(Worker.of(one));
        }
        return new Slot(
                slot.text("name"),
                id,
                (int) slot.number("slot", id),
                slot.text("state"),
                (int) slot.number("restarts", 0),
                slot.number("nextStartMs", -1),
                slot.textOrNull("lastExit"),
                slot.number("lastExitAtMs", 0),
                slot.textOrNull("outLog"),
                slot.textOrNull("errLog"),
                occupant(slot, "worker"),
                occupant(slot, "successor"),
                leaving);
    }

    private static @Nullable Worker occupant(Fields slot, String name) {
        Fields worker = slot.object(name);
        return worker == null ? null : Worker.of(worker);
    }
}
