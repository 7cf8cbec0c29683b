package io.baton.master.cli;

import java.util.List;

/** What {@code --help} prints: all verbs. For 80 columns. */
public final class Overview {

    private Overview() {}

    /** The page. */
    public static String page(String program) {
        StringBuilder page = new StringBuilder();
        page.append("Usage: ").append(program).append(" COMMAND ...\n       ");
        page.append(program).append(" [run] [options] [app.jar | app.js [-- ARG...]]\n\n");
        page.append("One port, several processes behind it: runs applications on several JVMs or Node\n");
        page.append("processes each, replaces those that die, and loses no connection.\n");
        for (Verb.Part part : Verb.Part.values()) {
            page.append('\n').append(part.title()).append(":\n");
            for (Verb verb : Verb.values()) {
                if (verb.part() == part) {
                    VerbHelp.row(page, shown(verb), verb.summary());
                }
            }
        }
        page.append(
                """

                A TARGET is the name of an application, the id of a worker, NAME:SLOT, or all.
                A command wins over a file of the same name: ./list is the file.
                COMMAND --help has the options, exit codes and examples of a command;
                run --help has those of run and start, the environment and the signals.

                The daemon keeps its files in $BATON_HOME, else $XDG_STATE_HOME/baton, else
                ~/.baton. There is one daemon for each home.
                """);
        return page.toString();
    }

    private static String shown(Verb verb) {
        List<String> aliases = verb.aliases();
        boolean brief = aliases.isEmpty() || aliases.get(0).startsWith("-");
        return brief ? verb.word() : verb.word() + ", " + aliases.get(0);
    }
}
