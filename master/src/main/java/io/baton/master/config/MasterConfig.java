package io.baton.master.config;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a master runs.
 *
 * @param groups its applications, each with its own workers and listeners, in the order in which they start; their names
 *     differ
 * @param declarations from which the applications follow, in their order
 * @param logging what stands in the log
 */
public record MasterConfig(List<GroupConfig> groups, List<Declaration> declarations, Logging logging) {

    /** A master that runs nothing yet. */
    public static final MasterConfig EMPTY = new MasterConfig(List.of(), List.of(), Logging.DEFAULT);

    /** A master that runs what was declared; what the first declaration says about the master counts. */
    public static MasterConfig of(List<Declaration> declarations) {
        List<GroupConfig> groups =
                declarations.stream().map(Declaration::config).toList();
        return new MasterConfig(
                groups, declarations, Logging.of(declarations.get(0).settings()));
    }

    public MasterConfig {
        groups = List.copyOf(groups);
        declarations = List.copyOf(declarations);
        if (declarations.size() != groups.size()) {
            throw new IllegalArgumentException(
                    "declarations: " + declarations.size() + " (expected: one for each application)");
        }
        Set<String> names = new HashSet<>();
        for (GroupConfig group : groups) {
            if (!names.add(group.name())) {
                throw new ConfigException("name: " + group.name() + " (expected: another one, an application has it)");
            }
        }
    }
}
