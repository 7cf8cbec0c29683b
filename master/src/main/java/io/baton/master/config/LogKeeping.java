package io.baton.master.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the lines that the workers of one application print are kept, and how. A worker of a daemon prints into files in the
 * home, any other on the master's own output, unless a file is named here.
 *
 * @param out a file for standard output, absolute; null if none was named
 * @param error a file for standard error, absolute; null if none was named
 * @param format of the lines; null: as they were printed, with the slot before each line where several slots share a file
 * @param times whether each line begins with the time at which it was read
 * @param merged whether the workers share the files in the home
 * @param limits of the files
 */
public record LogKeeping(
        @Nullable Path out,
        @Nullable Path error,
        @Nullable LogFormat format,
        boolean times,
        boolean merged,
        LogLimits limits) {

    /** In the name of a file: the number of the slot, which is then written into a file of its own. */
    public static final String SLOT = "{{slot}}";

    /** No file is named. */
    public static final LogKeeping DEFAULT = of(Settings.DEFAULTS, Surroundings.NONE);

    static LogKeeping of(Settings settings, Surroundings surroundings) {
        return new LogKeeping(
                path(settings, Keys.OUT_FILE, surroundings),
                path(settings, Keys.ERROR_FILE, surroundings),
                settings.given(Keys.LOG_FORMAT),
                settings.get(Keys.LOG_TIME),
                settings.get(Keys.MERGE_LOGS),
                LogLimits.of(settings));
    }

    private static @Nullable Path path(Settings settings, Key<String> key, Surroundings surroundings) {
        String text = settings.given(key);
        if (text == null) {
            return null;
        }
        Path path = Operator.path(key.name(), text);
        Path directory = surroundings.directory();
        return directory == null ? path.toAbsolutePath() : directory.resolve(path);
    }
}
