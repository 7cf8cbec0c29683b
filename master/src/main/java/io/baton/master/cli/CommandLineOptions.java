package io.baton.master.cli;

import io.baton.master.config.Application;
import io.baton.master.config.ConfigException;
import io.baton.master.config.Declaration;
import io.baton.master.config.Operator;
import io.baton.master.config.Settings;
import io.baton.master.config.Surroundings;
import io.baton.master.config.Variables;
import java.nio.file.Path;
import java.util.List;
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
     * What the command line and the environment say together; the defaults are obeyed where both are silent.
     *
     * @param caller the surroundings of the application, too
     * @throws ConfigException if that cannot be
     */
    Declaration declaration(Surroundings caller) {
        Path program = file == null ? null : Operator.path("application", file);
        boolean programListens =
                program != null && Application.of(flags, program, arguments).isNode();
        Settings settings = Variables.add(flags, caller.environment(), programListens);
        return new Declaration(program, arguments, settings, caller);
    }
}
