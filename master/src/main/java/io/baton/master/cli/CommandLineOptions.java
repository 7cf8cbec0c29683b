package io.baton.master.cli;

import io.baton.master.config.Application;
import io.baton.master.config.ConfigException;
import io.baton.master.config.Declaration;
import io.baton.master.config.Keys;
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
 * @param file the application or a configuration file, as the operator named it; null for the built-in application
 * @param arguments for a Node program
 * @param profile the NAME of {@code env_NAME} in a configuration file; null for none
 * @param only applications of a configuration file; none for all of them
 */
record CommandLineOptions(
        Settings flags, @Nullable String file, List<String> arguments, @Nullable String profile, List<String> only) {

    /** A command line without a word. */
    static final CommandLineOptions NONE = new CommandLineOptions(Settings.DEFAULTS, null, List.of(), null, List.of());

    /** The file, unless it is to be the program. */
    @Nullable
    String possibleConfiguration() {
        return flags.given(Keys.AS) == null && flags.given(Keys.INTERPRETER) == null ? file : null;
    }

    /**
     * What the command line and the environment say together; the defaults are obeyed where both are silent.
     *
     * @param caller the surroundings of the application, too
     * @param warnings get lines for the operator
     * @throws ConfigException if that cannot be
     */
    Declaration declaration(Surroundings caller, List<String> warnings) {
        Path program = file == null ? null : Operator.path("application", file);
        boolean programListens =
                program != null && Application.of(flags, program, arguments).listensItself();
        if (profile != null || !only.isEmpty()) {
            throw new ConfigException((profile != null ? "--env" : "--only") + ": expected with a configuration file");
        }
        Settings settings = Variables.add(flags, caller.environment(), programListens, warnings);
        return new Declaration(program, arguments, settings, caller);
    }
}
