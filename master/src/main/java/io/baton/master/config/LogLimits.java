package io.baton.master.config;

/**
 * How much of what workers print is kept in files. Beyond these limits the oldest lines go first.
 *
 * @param maxBytes of one file, before it is renamed and another one begun; 0 for any size
 * @param maxFiles renamed files that are kept beside each file
 * @param maxAgeMs of the first line in a file, before it is renamed; 0 for any age
 * @param maxTotalBytes of all files of one application; 0 for any size
 */
public record LogLimits(long maxBytes, int maxFiles, long maxAgeMs, long maxTotalBytes) {

    /** Those of the master's own log, too. */
    public static final LogLimits DEFAULT = of(Settings.DEFAULTS);

    public LogLimits {
        Keys.LOG_MAX_SIZE.require(maxBytes);
        Keys.LOG_MAX_FILES.require((long) maxFiles);
        Keys.LOG_MAX_AGE.require(maxAgeMs);
        Keys.LOG_MAX_TOTAL.require(maxTotalBytes);
    }

    static LogLimits of(Settings settings) {
        return new LogLimits(
                settings.get(Keys.LOG_MAX_SIZE),
                settings.get(Keys.LOG_MAX_FILES).intValue(),
                settings.get(Keys.LOG_MAX_AGE),
                settings.get(Keys.LOG_MAX_TOTAL));
    }
}
