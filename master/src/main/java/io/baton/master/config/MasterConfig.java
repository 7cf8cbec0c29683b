package io.baton.master.config;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a master runs.
 *
 * @param groups its applications, each with its own workers and listeners, in the order in which they start; their names
 *     differ
 * @param logging what stands in the log
 */
public record MasterConfig(List<GroupConfig> groups, Logging logging) {

    /** A master that runs what was declared; what the first declaration says about the master counts. */
    public static MasterConfig of(List<Declaration> declarations) {
        List<GroupConfig> groups =
                declarations.stream().map(Declaration::config).toList();
        return new MasterConfig(groups, Logging.of(declarations.get(0).settings()));
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
