package io.baton.master.health;

/**
 * How one application is.
 *
 * @param ready workers that take connections
 * @param of how many there are to be
 * @param min how many have to be; 0 if clients need not be served
 * @param runs whether its operator has not stopped it
 * @param started whether all its workers were ready at the same time once
 */
public record AppHealth(String name, int ready, int of, int min, boolean runs, boolean started) {

    /** Whether enough workers serve clients; all are enough. */
    boolean serves() {
        return ready >= expected();
    }

    /** How many ready workers are enough. */
    int expected() {
        return Math.min(min, of);
    }
}
