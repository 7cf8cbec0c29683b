package io.baton.master.cli;

import io.baton.master.config.ConfigException;
import io.baton.master.config.MasterConfig;
import io.baton.master.config.Operator;
import io.baton.master.config.Surroundings;
import io.baton.master.file.ConfigFileException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** The whole command line, {@code java -jar master.jar [run] ...}. */
public final class BatonCommand {

    private static final String RUN = "run";

    private BatonCommand() {}

    /**
     * Understands the arguments and does what they say.
     *
     * @param run runs a master until it ends and returns its exit code
     * @return the exit code; what is wrong with the arguments stands on standard error by then, in one line
     */
    public static int execute(String[] arguments, ToIntFunction<MasterConfig> run) {
        if (arguments.length > 0 && ConfigCommands.are(arguments[0])) {
            return new ConfigCommands(Surroundings.ofThisProcess(), System.out, System.err)
                    .execute(arguments[0], List.of(arguments).subList(1, arguments.length));
        }
        List<String> options = withoutCommand(arguments);
        MasterConfig config;
        try {
            if (arguments.length > 0) {
                requireCommandOrFile(arguments[0]);
            }
            Optional<Declarations> declared = Declarations.of(options, Surroundings.ofThisProcess());
            if (declared.isEmpty()) {
                return ExitCode.OK;
            }
            for (String warning : declared.get().warnings()) {
                System.err.println(warning);
            }
            config = MasterConfig.of(declared.get().applications());
        } catch (ConfigFileException e) {
            e.errors().forEach(System.err::println);
            return ExitCode.BAD_CONFIG;
        } catch (ConfigException e) {
            System.err.println("baton: " + e.getMessage() + "; see --help");
            return ExitCode.USAGE;
        }
        return run.applyAsInt(config);
    }

    /** A word that is neither an option nor a file was meant as a command. */
    private static void requireCommandOrFile(String word) {
        @Nullable Verb verb = Verb.named(word);
        if (verb == Verb.RUN || verb == Verb.HELP || verb == Verb.VERSION) {
            return;
        }
        if (verb != null) {
            throw new ConfigException(word + ": not in this version");
        }
        boolean isName = !word.startsWith("-") && word.indexOf('/') < 0 && word.indexOf('.') < 0;
        if (isName && !Files.exists(Operator.path("application", word))) {
            throw new ConfigException(word + ": no such command, and no such file" + Nearest.hint(word, Verb.words()));
        }
    }

    private static List<String> withoutCommand(String[] arguments) {
        List<String> rest = new ArrayList<>(List.of(arguments));
        if (!rest.isEmpty() && rest.get(0).equals(RUN)) {
            rest.remove(0);
        } else if (!rest.isEmpty() && (rest.get(0).equals("help") || rest.get(0).equals("version"))) {
            rest.set(0, "--" + rest.get(0));
        }
        return rest;
    }
}
