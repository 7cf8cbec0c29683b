package io.baton.master.cli;

import io.baton.master.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Commands of pm2 that Baton does not have. The error names what does the same here. */
final class OtherVerbs {

    private static final String STOP =
            "kill -TERM PID, with the pid of the master, or Ctrl-C stops it without losing a request";
    private static final String RESTART = "stop the master, whose workers finish their requests, and start it again";
    private static final String LOOK = "the master logs to standard output, and ps --ppid PID lists its workers";
    private static final String START = "java -jar master.jar [run] [options] [program] runs in the foreground";
    private static final String SCALE =
            "kill -TTIN PID, with the pid of the master, starts one worker more, kill -TTOU PID one less";
    private static final String NOTHING = "Baton has nothing like it";

    private static final Map<String, String> HINTS = Map.ofEntries(
            Map.entry("start", START),
            Map.entry("stop", STOP),
            Map.entry("delete", STOP),
            Map.entry("kill", STOP),
            Map.entry("restart", RESTART),
            Map.entry("reload", RESTART),
            Map.entry("scale", SCALE),
            Map.entry("list", LOOK),
            Map.entry("ls", LOOK),
            Map.entry("status", LOOK),
            Map.entry("show", LOOK),
            Map.entry("describe", LOOK),
            Map.entry("logs", LOOK),
            Map.entry("monit", LOOK),
            Map.entry("jlist", LOOK),
            Map.entry("save", NOTHING),
            Map.entry("resurrect", NOTHING),
            Map.entry("startup", NOTHING));

    private OtherVerbs() {}

    /**
     * Refuses such a command, unless a file has this name.
     *
     * @throws ConfigException with what to do instead
     */
    static void refuse(String word) {
        @Nullable String hint = HINTS.get(word);
        if (hint != null && !Files.exists(Path.of(word))) {
            throw new ConfigException(word + ": not a command of Baton's (" + hint + ")");
        }
    }
}
