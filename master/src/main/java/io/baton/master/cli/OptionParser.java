package io.baton.master.cli;

import io.baton.master.config.ConfigException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Options into the fields of a command; answers {@code --help} and {@code --version} itself. */
final class OptionParser {

    private OptionParser() {}

    /**
     * Fills the command.
     *
     * @return false if help or version was asked for, and has been printed
     * @throws ConfigException if the options cannot be understood
     */
    static boolean parse(RunCommand command, List<String> options) {
        CommandLine line = new CommandLine(command)
                .setCommandName("java -jar master.jar [run]")
                .setCaseInsensitiveEnumValuesAllowed(true);
        try {
            line.parseArgs(options.toArray(String[]::new));
        } catch (ParameterException e) {
            throw new ConfigException(e.getMessage());
        }
        if (line.isUsageHelpRequested()) {
            line.usage(System.out);
        } else if (line.isVersionHelpRequested()) {
            line.printVersionHelp(System.out);
        } else {
            return true;
        }
        return false;
    }
}
