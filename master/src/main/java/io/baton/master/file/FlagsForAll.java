package io.baton.master.file;

import io.baton.master.config.ConfigException;
import io.baton.master.config.Key;
import io.baton.master.config.Keys;
import io.baton.master.config.Settings;
import io.baton.master.config.Source;
import io.baton.master.config.Surroundings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Flags and environment, as they hold for each of the applications that were chosen. A port or a name cannot hold for several.
 *
 * @param flags the command line
 * @param environment the operator's
 * @param caller the operator's surroundings
 */
record FlagsForAll(Settings flags, Map<String, String> environment, Surroundings caller) {

    private static final List<String> FOR_ONE = List.of("port", "listen", "name");

    /**
     * Fits them to the applications.
     *
     * @throws ConfigException if a flag cannot hold for all of them
     */
    static FlagsForAll of(
            Settings flags, Surroundings caller, List<FileApplication> applications, List<String> warnings) {
        Map<String, String> environment = new LinkedHashMap<>(caller.environment());
        if (applications.size() > 1) {
            List<String> names =
                    applications.stream().map(FileApplication::name).toList();
            for (Key<?> key : forOne()) {
                if (!flags.source(key).equals(Source.DEFAULT)) {
                    throw new ConfigException("--" + key + ": holds for one application (expected: --only, one of "
                            + String.join(", ", names) + ")");
                }
                List<String> variables = new ArrayList<>(List.of(key.ownVariable()));
                if (key.equals(Keys.PORT)) {
                    variables.add("PORT");
                }
                for (String variable : variables) {
                    if (environment.remove(variable) != null) {
                        warnings.add(variable + " in the environment is not obeyed: it holds for one application, and"
                                + " there are " + applications.size() + " (" + String.join(", ", names) + ")");
                    }
                }
            }
        }
        return new FlagsForAll(flags, environment, caller);
    }

    private static List<Key<?>> forOne() {
        List<Key<?>> keys = new ArrayList<>();
        for (Key<?> key : Keys.all()) {
            if (FOR_ONE.contains(key.name())) {
                keys.add(key);
            }
        }
        return keys;
    }
}
