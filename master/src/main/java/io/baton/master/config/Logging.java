package io.baton.master.config;

/**
 * What stands in the log, beside what always does.
 *
 * @param workerNames whether a line that a worker prints begins with the worker's name
 * @param details whether the master says every step of a worker's life, and not only what an operator has to know
 */
public record Logging(boolean workerNames, boolean details) {

    /** The names, without the details. */
    public static final Logging DEFAULT = of(Settings.DEFAULTS);

    static Logging of(Settings settings) {
        return new Logging(settings.get(Keys.OUTPUT_PREFIX), settings.get(Keys.LOG_LEVEL));
    }
}
