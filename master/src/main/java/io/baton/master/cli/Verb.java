package io.baton.master.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The words that a command line can begin with, in the order of the help. What they do is elsewhere: this list is made at
 * every start.
 */
public enum Verb {
    RUN(Part.RUN, "run", "run one application here, in the foreground", ""),
    START(Part.RUN, "start", "start an application under the daemon, and the daemon if there is none", ""),
    STOP(Part.RUN, "stop", "let workers finish their requests and leave", ""),
    RESTART(Part.RUN, "restart", "stop, then start: connections wait or are refused meanwhile", ""),
    RELOAD(Part.RUN, "reload", "replace the workers one by one, no request is lost", ""),
    DELETE(Part.RUN, "delete", "stop an application and forget it", "del rm"),
    SCALE(Part.RUN, "scale", "more or fewer workers", ""),
    MOVE(Part.RUN, "move", "open connections of one worker go to others", ""),
    RESET(Part.RUN, "reset", "count restarts from zero again", ""),
    SEND_SIGNAL(Part.RUN, "sendSignal", "send a signal to workers", "sendsignal"),

    LIST(Part.LOOK, "list", "all applications and their workers", "ls status ps l"),
    SHOW(Part.LOOK, "show", "everything about one application or worker", "describe info desc"),
    MONIT(Part.LOOK, "monit", "a live screen of applications, workers and events", "dash"),
    LOGS(Part.LOOK, "logs", "what workers print", "log"),
    EVENTS(Part.LOOK, "events", "what happens, as it happens", ""),
    CONNS(Part.LOOK, "conns", "listeners and the connections of each worker", ""),
    ENV(Part.LOOK, "env", "the environment of an application", ""),
    THREADS(Part.LOOK, "threads", "a thread dump of workers", ""),
    JLIST(Part.LOOK, "jlist", "the list as JSON, as pm2 writes it", ""),
    HEALTH(Part.LOOK, "health", "does every application have its workers?", ""),
    FLUSH(Part.LOOK, "flush", "empty the log files", ""),

    PING(Part.DAEMON, "ping", "is a daemon there?", ""),
    KILL(Part.DAEMON, "kill", "stop all applications and end the daemon", ""),
    UPGRADE(Part.DAEMON, "upgrade", "replace the daemon in place, its workers serve on", ""),
    TOKEN(Part.DAEMON, "token", "print the token for metrics and events", ""),
    SAVE(Part.DAEMON, "save", "remember what runs now", "dump"),
    RESURRECT(Part.DAEMON, "resurrect", "start what was saved", ""),
    STARTUP(Part.DAEMON, "startup", "have systemd start the daemon at boot", ""),
    UNSTARTUP(Part.DAEMON, "unstartup", "undo startup", ""),

    CHECK_CONFIG(Part.OTHER, "check-config", "find all mistakes in a configuration file", ""),
    PRINT_CONFIG(Part.OTHER, "print-config", "every setting, and where it comes from", ""),
    COMPLETION(Part.OTHER, "completion", "a script with which bash or zsh complete commands", ""),
    VERSION(Part.OTHER, "version", "versions of Baton, the JVM and the daemon", "--version -V"),
    HELP(Part.OTHER, "help", "this page, or the help of a command", "--help -h");

    private final Part part;
    private final String word;
    private final String summary;
    private final String aliases;

    /** The parts of the help. */
    public enum Part {
        RUN("Applications"),
        LOOK("Looking"),
        DAEMON("The daemon"),
        OTHER("Other");

        private final String title;

        Part(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    Verb(Part part, String word, String summary, String aliases) {
        this.part = part;
        this.word = word;
        this.summary = summary;
        this.aliases = aliases;
    }

    /** The verb with this name or alias; null if there is none. */
    public static @Nullable Verb named(String word) {
        for (Verb verb : values()) {
            if (verb.word.equals(word) || verb.aliases().contains(word)) {
                return verb;
            }
        }
        return null;
    }

    /** The words of all verbs, without aliases. */
    public static List<String> words() {
        List<String> words = new ArrayList<>();
        for (Verb verb : values()) {
            words.add(verb.word);
        }
        return words;
    }

    /** The word on the command line. */
    public String word() {
        return word;
    }

    /** Other words for the same. */
    public List<String> aliases() {
        return aliases.isEmpty() ? List.of() : List.of(aliases.split(" ", -1));
    }

    /** What it does, in a few words. */
    public String summary() {
        return summary;
    }

    /** Its place in the help. */
    public Part part() {
        return part;
    }
}
