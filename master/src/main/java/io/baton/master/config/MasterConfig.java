package io.baton.master.config;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a master runs.
 *
 * @param groups its applications, each with its own workers and listeners, in the order in which they start; their names
 *     differ
 * @param declarations from which the applications follow, in their order
 * @param logging what stands in the log
 * @param admin how it shows itself over HTTP
 */
public record MasterConfig(
        List<GroupConfig> groups, List<Declaration> declarations, Logging logging, AdminConfig admin) {

    /** A master that runs nothing yet, and shows itself as the environment says. */
    public static MasterConfig daemon(Map<String, String> environment) {
        Settings.Builder said = new Settings.Builder();
        for (Key<?> key : AdminConfig.keys()) {
            String text = environment.getOrDefault(key.ownVariable(), "").strip();
            if (!text.isEmpty()) {
                said.add(key, text, Source.variable(key.ownVariable()));
            }
        }
        return new MasterConfig(List.of(), List.of(), Logging.DEFAULT, AdminConfig.of(said.build()));
    }

    /** A master that runs what was declared; what the first declaration says about the master counts. */
    public static MasterConfig of(List<Declaration> declarations) {
        List<GroupConfig> groups =
                declarations.stream().map(Declaration::config).toList();
        Settings ofMaster = declarations.get(0).settings();
        return new MasterConfig(groups, declarations, Logging.of(ofMaster), AdminConfig.of(ofMaster));
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
