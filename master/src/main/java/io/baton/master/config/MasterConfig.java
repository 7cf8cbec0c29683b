package io.baton.master.config;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a master runs.
 *
 * @param groups its applications, each with its own workers and listeners, in the order in which they start; their names
 *     differ
 * @param logging what stands in the log
 */
public record MasterConfig(List<GroupConfig> groups, Logging logging) {

    /**
     * A master with one application.
     *
     * @param application what its workers run, null for the built-in application
     */
    public static MasterConfig of(Settings settings, @Nullable Application application) {
        return new MasterConfig(List.of(GroupConfig.of(settings, application)), Logging.of(settings));
    }

    public MasterConfig {
        groups = List.copyOf(groups);
        Set<String> names = new HashSet<>();
        for (GroupConfig group : groups) {
            if (!names.add(group.name())) {
                throw new ConfigException("name: " + group.name() + " (expected: another one, an application has it)");
            }
        }
    }
}
