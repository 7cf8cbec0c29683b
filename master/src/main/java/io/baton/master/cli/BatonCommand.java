package io.baton.master.cli;

import io.baton.master.config.ConfigException;
import io.baton.master.config.MasterConfig;
import io.baton.master.config.Surroundings;
import io.baton.master.file.ConfigFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

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
        List<String> options = withoutCommand(arguments);
        MasterConfig config;
        try {
            if (!options.isEmpty()) {
                OtherVerbs.refuse(options.get(0));
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
