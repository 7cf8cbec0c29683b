package io.baton.master.file;

import io.baton.master.config.Source;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration file says about the environment of an application. Immutable.
 *
 * @param always variables of {@code env} and {@code env_file}
 * @param profiles variables of {@code env_NAME}, which {@code --env NAME} adds
 */
record EnvironmentPart(Map<String, Variable> always, Map<String, Map<String, Variable>> profiles) {

    /**
     * A variable.
     *
     * @param value null removes the variable of the operator's shell
     */
    record Variable(@Nullable String value, Place place) {}

    /** Whether a variable can have this name. */
    static boolean isName(String name) {
        return !name.isEmpty() && name.indexOf('=') < 0 && name.indexOf('\0') < 0 && name.indexOf(' ') < 0;
    }

    /** All variables with this profile, the profile's before the others. */
    Map<String, Variable> with(@Nullable String profile) {
        Map<String, Variable> all = new LinkedHashMap<>(always);
        if (profile != null) {
            all.putAll(profiles.getOrDefault(profile, Map.of()));
        }
        return all;
    }

    /** The operator's variables, and those of the file in their place. */
    Map<String, String> over(Map<String, String> shell, @Nullable String profile) {
        Map<String, String> all = new LinkedHashMap<>(shell);
        with(profile).forEach((name, variable) -> {
            if (variable.value() == null) {
                all.remove(name);
            } else {
                all.put(name, variable.value());
            }
        });
        return all;
    }

    /** Where each variable of the file stands. */
    Map<String, Source> sources(@Nullable String profile) {
        Map<String, Source> sources = new LinkedHashMap<>();
        with(profile)
                .forEach((name, variable) -> sources.put(name, variable.place().source()));
        return sources;
    }

    /** The names of the profiles, in order. */
    Set<String> profileNames() {
        return new TreeSet<>(profiles.keySet());
    }
}
