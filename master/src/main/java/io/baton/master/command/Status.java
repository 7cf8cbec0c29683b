package io.baton.master.command;

import io.baton.master.client.Slot;
import io.baton.master.client.Worker;
import io.baton.master.table.Cell;
import io.baton.master.table.Colour;
import org.jspecify.annotations.Nullable;

/** The states of workers in the words of operators, which are mostly those of pm2. */
enum Status {
    LAUNCHING("launching", "launching", Colour.YELLOW),
    ONLINE("online", "online", Colour.GREEN),
    SPARE("spare", "online", Colour.CYAN),
    DRAINING("draining", "stopping", Colour.YELLOW),
    STOPPING("stopping", "stopping", Colour.YELLOW),
    STOPPED("stopped", "stopped", Colour.DIM),
    ERRORED("errored", "errored", Colour.RED),
    WAITING("waiting restart", "waiting restart", Colour.YELLOW);

    private final String word;
    private final String inPm2;
    private final Colour colour;

    Status(String word, String inPm2, Colour colour) {
        this.word = word;
        this.inPm2 = inPm2;
        this.colour = colour;
    }

    /** The status of a process in a slot, or of an empty slot. */
    static Status of(Slot slot, @Nullable Worker worker) {
        if (worker == null) {
            return switch (slot.state()) {
                case "BACKOFF" -> WAITING;
                case "ERRORED" -> ERRORED;
                case "STOPPED" -> STOPPED;
                default -> LAUNCHING;
            };
        }
        return switch (worker.state()) {
            case "READY" -> slot.state().equals("SPARE") ? SPARE : ONLINE;
            case "DRAINING" -> DRAINING;
            case "STOPPING", "KILLING", "EXITED" -> STOPPING;
            default -> LAUNCHING;
        };
    }

    /** The word. */
    String word() {
        return word;
    }

    /** The word that pm2 has for it. */
    String inPm2() {
        return inPm2;
    }

    Cell cell() {
        return new Cell(word, colour);
    }
}
