package io.baton.master.config;

/**
 * Which open connections go from one worker to another.
 *
 * @param migrate whether a worker that leaves gives its idle connections to the others
 * @param rebalance whether a worker that joins gets idle connections of the others
 */
public record Movement(boolean migrate, boolean rebalance) {

    /** A worker that leaves gives its connections away. Others keep theirs: an idle connection is no load. */
    public static final Movement DEFAULT = of(Settings.DEFAULTS);

    static Movement of(Settings settings) {
        return new Movement(settings.get(Keys.MIGRATE), settings.get(Keys.REBALANCE));
    }
}
