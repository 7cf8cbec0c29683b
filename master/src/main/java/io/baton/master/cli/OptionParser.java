package io.baton.master.cli;

import io.baton.master.config.ConfigException;
import io.baton.master.config.Key;
import io.baton.master.config.Keys;
import io.baton.master.config.Settings;
import io.baton.master.config.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The options of {@code run}, as picocli reads them; answers {@code --help} and {@code --version} itself. */
final class OptionParser {

    private static final String FILE = "app.jar|app.js|app.yml";

    /** Options that are no settings of an application. */
    static final String ENV = "--env";

    static final String ONLY = "--only";

    private OptionParser() {}

    /**
     * Reads a command line.
     *
     * @return nothing if it asked for help or for the version, which has been printed
     * @throws ConfigException if it cannot be understood
     */
    static Optional<CommandLineOptions> parse(List<String> words) {
        CommandLine line = commandLine();
        ParseResult result;
        try {
            result = line.parseArgs(withoutNo(words));
        } catch (ParameterException e) {
            throw new ConfigException(e.getMessage());
        }
        if (line.isUsageHelpRequested()) {
            System.out.print(HelpPage.of(line, Ansi.AUTO));
            System.out.flush();
            return Optional.empty();
        }
        if (line.isVersionHelpRequested()) {
            line.printVersionHelp(System.out);
            return Optional.empty();
        }
        return Optional.of(options(result));
    }

    /** The words with {@code --migrate=off} for {@code --no-migrate}, and the like. Words behind {@code --} are the program's. */
    private static String[] withoutNo(List<String> words) {
        String[] all = words.toArray(String[]::new);
        for (int i = 0; i < all.length && !all[i].equals("--"); i++) {
            for (Key<Boolean> key : List.of(Keys.MIGRATE, Keys.OBSERVE)) {
                if (all[i].equals("--no-" + key)) {
                    all[i] = "--" + key + "=off";
                }
            }
        }
        return all;
    }

    /** The options of the table of keys, and what is no option. */
    static CommandLine commandLine() {
        CommandSpec spec =
                CommandSpec.create().name("java -jar master.jar [run]").versionProvider(new Version());
        spec.usageMessage()
                .description(
                        "Accepts on a port and hands each connection over to one of several workers, in the foreground.");
        for (Key<?> key : Keys.all()) {
            spec.addOption(option(key));
        }
        spec.addOption(OptionSpec.builder(ENV)
                .type(String.class)
                .arity("1")
                .paramLabel("NAME")
                .description(
                        "Variables of env_NAME in the configuration file are added to those of env. Default: none.")
                .build());
        spec.addOption(OptionSpec.builder(ONLY)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("1")
                .paramLabel("NAMES")
                .description("Applications of the configuration file, as api,web. Default: all of them.")
                .build());
        spec.addOption(flag("-h", "--help")
                .usageHelp(true)
                .description("Show this help message and exit.")
                .build());
        spec.addOption(flag("-V", "--version")
                .versionHelp(true)
                .description("Print version information and exit.")
                .build());
        spec.addPositional(PositionalParamSpec.builder()
                .index("0")
                .arity("0..1")
                .type(String.class)
                .paramLabel(FILE)
                .description("A jar with an io.baton.worker.spi.Application as a service, a Node program, or a"
                        + " configuration file in YAML or JSON;"
                        + " default: the built-in application.")
                .build());
        spec.addPositional(PositionalParamSpec.builder()
                .index("1..*")
                .arity("0..*")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel("ARG")
                .description("For a Node program; after -- if one begins with a dash.")
                .build());
        return new CommandLine(spec).setInterpolateVariables(false);
    }

    /** picocli only finds the texts; the key itself reads them. */
    private static OptionSpec option(Key<?> key) {
        OptionSpec.Builder option = OptionSpec.builder(key.flags().toArray(String[]::new));
        if (key.label().isEmpty()) {
            return option.type(boolean.class).arity("0").description(key.help()).build();
        }
        if (key.isRepeatable()) {
            option.type(List.class).auxiliaryTypes(String.class);
        } else {
            option.type(String.class);
        }
        return option.arity("1")
                .paramLabel(key.label())
                .description(key.help() + " Default: " + key.defaultText() + ".")
                .build();
    }

    /** The names behind {@code --only}, which may be given several times. */
    private static List<String> names(ParseResult result) {
        List<String> names = new ArrayList<>();
        for (String text : result.matchedOptionValue(ONLY, List.<String>of())) {
            for (String name : text.split("[, ]", -1)) {
                if (!name.isEmpty()) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    private static OptionSpec.Builder flag(String... names) {
        return OptionSpec.builder(names).type(boolean.class).arity("0");
    }

    private static CommandLineOptions options(ParseResult result) {
        Settings.Builder flags = new Settings.Builder();
        for (Key<?> key : Keys.all()) {
            OptionSpec option = result.matchedOption("--" + key);
            if (option != null) {
                for (String text : option.originalStringValues()) {
                    flags.add(key, key.label().isEmpty() ? Key.THERE : text, Source.flag(key));
                }
            }
        }
        String file = result.matchedPositionalValue(0, null);
        List<String> arguments = result.matchedPositionalValue(1, List.of());
        return new CommandLineOptions(
                flags.build(), file, arguments, result.matchedOptionValue(ENV, null), names(result));
    }
}
