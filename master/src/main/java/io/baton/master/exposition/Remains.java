package io.baton.master.exposition;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What has been counted for one application, as text, for the next image of a master. Only numbers that grow: workers say the
 * others again. What does not fit is left out, metric by metric. One thread at a time.
 */
public final class Remains {

    /** For all workers of an application, dead ones included. The state of a master is written to memory and read again. */
    static final int MOST_CHARACTERS = 1 << 20;

    private final List<Worker> living = new ArrayList<>();

    private String dead = "";
    private int room = MOST_CHARACTERS;
    private int leftOut;

    /** What one living worker has counted. */
    public record Worker(int pid, int slot, String text) {}

    Remains() {}

    void addDead(Collection<MetricFamily> families) {
        dead = text(families);
    }

    void addLiving(int pid, int slot, Exposition last) {
        String text = text(last.families().values());
        if (!text.isEmpty()) {
            living.add(new Worker(pid, slot, text));
        }
    }

    private String text(Collection<MetricFamily> families) {
        StringBuilder text = new StringBuilder();
        for (MetricFamily family : families) {
            if (family.type().isSummed() && !family.points().isEmpty()) {
                String one = ExpositionWriter.write(List.of(family), false);
                if (one.length() <= room) {
                    text.append(one);
                    room -= one.length();
                } else {
                    leftOut++;
                }
            }
        }
        return text.toString();
    }

    /** What dead workers have counted together. */
    public String dead() {
        return dead;
    }

    /** What living workers have counted, as far as they said. */
    public List<Worker> living() {
        return living;
    }

    /** How many metrics are left out. */
    public int leftOut() {
        return leftOut;
    }
}
