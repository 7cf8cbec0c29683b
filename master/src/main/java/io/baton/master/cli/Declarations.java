package io.baton.master.cli;

import io.baton.master.config.ConfigException;
import io.baton.master.config.Declaration;
import io.baton.master.config.HeapSum;
import io.baton.master.config.Operator;
import io.baton.master.config.Source;
import io.baton.master.config.Surroundings;
import io.baton.master.file.Assembly;
import io.baton.master.file.ConfigFile;
import io.baton.master.file.ConfigFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The applications that a command line names, each with what flags, environment and configuration file say about it.
 * Immutable.
 *
 * @param applications at least one
 * @param variables for each application those that a file gives it, with their places
 * @param warnings for the operator, each a line to print as it is
 */
public record Declarations(List<Declaration> applications, List<Map<String, Source>> variables, List<String> warnings) {

    public Declarations {
        applications = List.copyOf(applications);
        variables = List.copyOf(variables);
        warnings = List.copyOf(warnings);
    }

    /**
     * Reads a command line, without its verb.
     *
     * @param words options, and perhaps a program or a configuration file
     * @param caller the operator's, where the master runs elsewhere; the directory is null for that of this process
     * @return nothing if it asked for help or for the version, which has been printed
     * @throws ConfigException if it cannot be understood
     * @throws ConfigFileException if the configuration file cannot be obeyed
     */
    public static Optional<Declarations> of(List<String> words, Surroundings caller) {
        // No options, no parser: its classes are not read at a start that does not need them.
        return (words.isEmpty() ? Optional.of(CommandLineOptions.NONE) : OptionParser.parse(words))
                .map(options -> of(options, caller));
    }

    private static Declarations of(CommandLineOptions options, Surroundings caller) {
        @Nullable String file = options.possibleConfiguration();
        if (file != null && ConfigFile.isNamed(file)) {
            return ofFile(file, options, caller);
        }
        List<String> warnings = new ArrayList<>();
        Declaration declaration = options.declaration(caller, warnings);
        if (HeapSum.isLimited(declaration.settings())) {
            Optional.ofNullable(HeapSum.warning(List.of(declaration.config()))).ifPresent(warnings::add);
        }
        warnings.replaceAll(warning -> "baton: " + warning);
        return new Declarations(List.of(declaration), List.of(Map.of()), warnings);
    }

    /** What a configuration file says, whatever it is called. */
    static Declarations ofFile(String file, CommandLineOptions options, Surroundings caller) {
        if (!options.arguments().isEmpty()) {
            throw new ConfigException(String.join(" ", options.arguments())
                    + ": expected in the configuration file, as args of an application");
        }
        Assembly.Choices choices = new Assembly.Choices(options.flags(), options.profile(), options.only());
        Assembly.Result result = Assembly.of(Operator.path("file", file), choices, caller);
        return new Declarations(
                result.applications().stream()
                        .map(Assembly.Declared::declaration)
                        .toList(),
                result.applications().stream().map(Assembly.Declared::variables).toList(),
                result.warnings());
    }
}
