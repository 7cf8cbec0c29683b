package io.baton.master.cli;

import io.baton.master.config.ConfigException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

/** Options into the fields of a command; answers {@code --help} and {@code --version} itself. */
final class OptionParser {

    /** picocli's words for a value that is none of an enum's, and for one that is no number. */
    private static final Pattern NOT_ONE_OF =
            Pattern.compile("Invalid value for option '([^']+)'.*expected one of \\[(.*)].* but was '(.*)'");

    private static final Pattern NO_NUMBER =
            Pattern.compile("Invalid value for option '([^']+)'.*: '(.*)' is not an? (?:int|long)");

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
            throw new ConfigException(inOwnWords(String.valueOf(e.getMessage())));
        }
        if (line.isUsageHelpRequested()) {
            System.out.print(HelpPage.of(line, Ansi.AUTO));
            System.out.flush();
        } else if (line.isVersionHelpRequested()) {
            line.printVersionHelp(System.out);
        } else {
            return true;
        }
        return false;
    }

    private static String inOwnWords(String message) {
        Matcher choice = NOT_ONE_OF.matcher(message);
        if (choice.matches()) {
            return choice.group(1) + ": " + choice.group(3) + " (expected: one of "
                    + choice.group(2).toLowerCase(Locale.ROOT).replace('_', '-') + ")";
        }
        Matcher number = NO_NUMBER.matcher(message);
        return number.matches() ? number.group(1) + ": " + number.group(2) + " (expected: a whole number)" : message;
    }
}
