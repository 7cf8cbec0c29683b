package io.baton.master.cli;

import io.baton.master.config.Application;
import io.baton.master.config.ConfigException;
import io.baton.master.config.MasterConfig;
import io.baton.master.config.Operator;
import io.baton.master.config.Settings;
import io.baton.master.config.Variables;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a command line says.
 *
 * @param flags the options
 * @param file the application, as the operator named it; null for the built-in one
 * @param arguments for a Node program
 */
record CommandLineOptions(Settings flags, @Nullable String file, List<String> arguments) {

    /** A command line without a word. */
    static final CommandLineOptions NONE = new CommandLineOptions(Settings.DEFAULTS, null, List.of());

    /**
     * What the command line, the environment and the defaults say together; the first of them that has a value is obeyed.
     *
     * @throws ConfigException if that cannot be
     */
    MasterConfig config(Map<String, String> environment) {
        Application application = application();
        boolean programListens = application != null && application.isNode();
        return MasterConfig.of(Variables.add(flags, environment, programListens), application);
    }

    private @Nullable Application application() {
        if (file == null) {
            Application.requireNoneOf(flags);
            return null;
        }
        return Application.of(flags, Operator.path("application", file), arguments);
    }
}
