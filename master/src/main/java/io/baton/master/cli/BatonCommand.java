package io.baton.master.cli;

import io.baton.master.config.RunConfig;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The whole command line, {@code java -jar master.jar [run] ...}. */
public final class BatonCommand {

    private static final String RUN = "run";

    private BatonCommand() {}

    /**
     * Understands the arguments and does what they say.
     *
     * @param run runs a master until it ends and returns its exit code
     * @return the exit code; what is wrong with the arguments stands on standard error by then
     */
    public static int execute(String[] arguments, ToIntFunction<RunConfig> run) {
        RunCommand command = new RunCommand(run);
        CommandLine line = new CommandLine(command);
        line.setCommandName("java -jar master.jar [run]");
        line.setParameterExceptionHandler(BatonCommand::explain);
        int usage = line.execute(withoutCommand(arguments));
        return usage == ExitCode.OK ? command.exitCode() : usage;
    }

    private static String[] withoutCommand(String[] arguments) {
        List<String> rest = new ArrayList<>(List.of(arguments));
        if (!rest.isEmpty() && rest.get(0).equals(RUN)) {
            rest.remove(0);
        }
        return rest.toArray(String[]::new);
    }

    private static int explain(ParameterException e, String[] arguments) {
        PrintWriter error = e.getCommandLine().getErr();
        error.println("baton: " + e.getMessage() + "; see --help");
        return ExitCode.USAGE;
    }
}
