package io.baton.master.cli;

import io.baton.master.config.ConfigException;
import io.baton.master.config.Surroundings;
import io.baton.master.file.ConfigFile;
import io.baton.master.file.ConfigFileException;
import io.baton.master.file.JsonSchema;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code check-config} and {@code print-config}: what a configuration means, without running it. */
public final class ConfigCommands {

    private static final String CHECK = "check-config";
    private static final String PRINT = "print-config";
    private static final String JSON = "--json";
    private static final String SCHEMA = "--schema";

    private static final String CHECK_HELP =
            """
            Usage: check-config [FILE] [options of run]
            Finds all mistakes in a configuration file. Each is a line
            FILE:LINE:COLUMN: what was found (expected: what instead). Without FILE it is
            the first of baton.yml, baton.yaml, baton.json and ecosystem.config.json here.
            Flags and the environment count, as for run.

            Exit codes: 0 without mistakes, perhaps with warnings; 78 with mistakes;
            2 the command line or an environment variable cannot be understood.
            """;
    private static final String PRINT_HELP =
            """
            Usage: print-config [FILE] [options of run] [--json]
                   print-config --schema
            Prints each setting of each application, and where its value comes from: a flag,
            an environment variable, FILE:LINE:COLUMN, or the default. Values of the
            application's own variables are hidden.

              --json      JSON on standard output
              --schema    the JSON Schema of configuration files, for editors

            Exit codes: 0; 78 the file has mistakes; 2 the command line cannot be understood.
            """;

    private final Surroundings caller;
    private final PrintStream out;
    private final PrintStream err;

    /** The commands, for an operator in these surroundings. */
    public ConfigCommands(Surroundings caller, PrintStream out, PrintStream err) {
        this.caller = caller;
        this.out = out;
        this.err = err;
    }

    /** Whether a word is one of the two. */
    public static boolean are(String word) {
        return word.equals(CHECK) || word.equals(PRINT);
    }

    /**
     * Does what the command says.
     *
     * @param verb one of the two
     * @param words behind it
     * @return the exit code
     */
    public int execute(String verb, List<String> words) {
        try {
            return verb.equals(CHECK) ? check(words) : print(new ArrayList<>(words));
        } catch (ConfigFileException e) {
            e.errors().forEach(err::println);
            return ExitCode.BAD_CONFIG;
        } catch (ConfigException e) {
            err.println("baton: " + verb + ": " + e.getMessage() + "; see " + verb + " --help");
            return ExitCode.USAGE;
        }
    }

    private int check(List<String> words) {
        if (wantsHelp(words)) {
            out.print(CHECK_HELP);
            return ExitCode.OK;
        }
        Optional<CommandLineOptions> options = OptionParser.parse(words);
        if (options.isEmpty()) {
            return ExitCode.OK;
        }
        String file = Optional.ofNullable(options.get().file()).orElseGet(this::usualFile);
        Declarations found = Declarations.ofFile(file, options.get(), caller);
        found.warnings().forEach(err::println);
        int number = found.applications().size();
        out.println(file + ": no mistakes, " + number + (number == 1 ? " application" : " applications"));
        return ExitCode.OK;
    }

    private String usualFile() {
        Path directory = caller.directory() == null ? Path.of("") : caller.directory();
        for (String name : ConfigFile.USUAL_NAMES) {
            if (Files.exists(directory.resolve(name))) {
                return name;
            }
        }
        throw new ConfigException("no file (expected: one, or here " + String.join(", ", ConfigFile.USUAL_NAMES) + ")");
    }

    private int print(List<String> words) {
        if (wantsHelp(words)) {
            out.print(PRINT_HELP);
            return ExitCode.OK;
        }
        if (words.remove(SCHEMA)) {
            if (!words.isEmpty()) {
                throw new ConfigException(String.join(" ", words) + " (expected: nothing beside --schema)");
            }
            out.println(JsonSchema.text());
            return ExitCode.OK;
        }
        boolean json = words.remove(JSON);
        Optional<Declarations> declared = Declarations.of(words, caller);
        declared.ifPresent(found -> {
            found.warnings().forEach(err::println);
            ConfigPage page = new ConfigPage(found);
            out.print(json ? page.json() + "\n" : page.text());
        });
        return ExitCode.OK;
    }

    private static boolean wantsHelp(List<String> words) {
        return words.contains("--help") || words.contains("-h");
    }
}
