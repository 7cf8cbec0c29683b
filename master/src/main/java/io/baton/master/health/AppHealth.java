package io.baton.master.health;

/**
 * How one application is.
 *
 * @param ready workers that take connections
 * @param of how many there are to be
 * @param runs whether its operator has not stopped it
 * @param started whether all its workers were ready at the same time once
 */
public record AppHealth(String name, int ready, int of, boolean runs, boolean started) {

    /** Whether clients are served. */
    boolean serves() {
        return ready > 0;
    }
}
