package io.baton.master.cli;

import io.baton.master.config.ConfigException;
import io.baton.master.config.Declaration;
import io.baton.master.config.Surroundings;
import java.util.List;
import java.util.Optional;

/**
 * The applications that a command line names, each with what flags, environment and configuration file say about it.
 * Immutable.
 *
 * @param applications at least one
 * @param warnings for the operator, each a line
 */
public record Declarations(List<Declaration> applications, List<String> warnings) {

    public Declarations {
        applications = List.copyOf(applications);
        warnings = List.copyOf(warnings);
    }

    /**
     * Reads a command line, without its verb.
     *
     * @param words options, and perhaps a program or a configuration file
     * @param caller the operator's, where the master runs elsewhere; the directory is null for that of this process
     * @return nothing if it asked for help or for the version, which has been printed
     * @throws ConfigException if it cannot be understood
     */
    public static Optional<Declarations> of(List<String> words, Surroundings caller) {
        // No options, no parser: its classes are not read at a start that does not need them.
        Optional<CommandLineOptions> options =
                words.isEmpty() ? Optional.of(CommandLineOptions.NONE) : OptionParser.parse(words);
        if (options.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Declarations(List.of(options.get().declaration(caller)), List.of()));
    }
}
