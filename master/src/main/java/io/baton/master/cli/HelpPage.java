package io.baton.master.cli;

import io.baton.master.config.Key;
import io.baton.master.config.Keys;
import io.baton.master.config.Topic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** What {@code --help} prints: the options by what they are about, and what is no option. For 80 columns. */
final class HelpPage {

    private static final int COLUMNS = 80;

    private static final String NOTES =
            """

            D is a duration, as 500ms, 30s, 5m; SIZE a size, as 64k, 512m, 2g.

            Environment:
              PORT                  as --port
              WEB_CONCURRENCY       as --instances
              BATON_HOME            directory for unpacked libraries, archives, reports of
                                    crashes; else $XDG_STATE_HOME/baton, else ~/.baton
              BATON_EXEC=off        the master's JVM does not execute itself again with
                                    small-heap flags
              BATON_TITLES=off      ps shows the command lines, not titles
              JAVA_TOOL_OPTIONS, JDK_JAVA_OPTIONS, _JAVA_OPTIONS
                                    reach every JVM worker; stronger than Baton's flags
              NODE_CLUSTER_SCHED_POLICY=none
                                    as --mode shared

            Signals to the master:
              TERM, HUP, INT        stop: accept nothing new, finish what is in flight
              INT, a second one     stop at once
              TTIN, TTOU            one worker more, one less
              QUIT                  a thread dump of the master's JVM
            A worker that gets TERM, HUP or INT leaves when its successor is ready.
            """;

    private static final String EXAMPLES =
            """

            Examples:
              java -jar master.jar
                  the built-in application on port 3000, a worker for each core
              java -jar master.jar run app.jar -p 8080 -i 4
                  an application of yours, on 4 JVMs
              java -jar master.jar run app.js -i 2 --node-args "--import tsx" -- --verbose
                  a Node program; what follows -- is the program's
              java -jar master.jar --kill-timeout 60s --max-memory-restart 512m
                  more time to finish, and no worker that outgrows its memory
              kill -TERM PID
                  stops the master with this pid, and loses no request
            """;

    private HelpPage() {}

    /** The page. */
    static String of(CommandLine line, Ansi ansi) {
        UsageMessageSpec usage = line.getCommandSpec().usageMessage();
        usage.width(COLUMNS);
        usage.customSynopsis("java -jar master.jar [run] [options] [app.jar | app.js [-- ARG...]]");
        usage.sectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpPage::options);
        usage.exitCodeListHeading("%nExit codes:%n");
        usage.exitCodeList(exitCodes());
        usage.sectionMap().put(UsageMessageSpec.SECTION_KEY_FOOTER, help -> NOTES);
        usage.sectionMap().put(UsageMessageSpec.SECTION_KEY_END_OF_OPTIONS, help -> "");
        List<String> sections = new ArrayList<>(usage.sectionKeys());
        sections.remove(UsageMessageSpec.SECTION_KEY_FOOTER);
        sections.add(
                sections.indexOf(UsageMessageSpec.SECTION_KEY_EXIT_CODE_LIST_HEADING),
                UsageMessageSpec.SECTION_KEY_FOOTER);
        usage.sectionKeys(sections);
        return line.getUsageMessage(ansi) + EXAMPLES;
    }

    private static String options(Help help) {
        StringBuilder text = new StringBuilder();
        for (Topic topic : Topic.values()) {
            List<String> names = new ArrayList<>();
            for (Key<?> key : Keys.all()) {
                if (key.topic() == topic) {
                    names.add("--" + key);
                }
            }
            text.append(section(help, topic.title(), names));
        }
        text.append(section(help, "The configuration file", List.of(OptionParser.ENV, OptionParser.ONLY)));
        return text.append(section(help, "Help", List.of("--help", "--version")))
                .toString();
    }

    private static String section(Help help, String title, List<String> names) {
        List<OptionSpec> options = new ArrayList<>();
        for (String name : names) {
            options.add(help.commandSpec().findOption(name));
        }
        Help.Layout layout = help.createDefaultLayout();
        layout.addOptions(options, help.parameterLabelRenderer());
        return System.lineSeparator()
                + help.colorScheme().text("@|bold " + title + "|@:")
                + System.lineSeparator()
                + layout;
    }

    private static Map<String, String> exitCodes() {
        Map<String, String> codes = new LinkedHashMap<>();
        codes.put(" " + ExitCode.OK, "stopped gracefully, or help or version was printed");
        codes.put(" " + ExitCode.FAILED, "failed: port in use, no worker can start, an error of the master's own");
        codes.put(" " + ExitCode.USAGE, "the command line or an environment variable cannot be understood");
        codes.put(" " + ExitCode.NOT_PERMITTED, "not permitted to listen there");
        codes.put(" " + ExitCode.BAD_CONFIG, "the configuration file cannot be obeyed");
        codes.put(" " + ExitCode.INTERRUPTED, "stopped at once by a second interrupt");
        return codes;
    }
}
