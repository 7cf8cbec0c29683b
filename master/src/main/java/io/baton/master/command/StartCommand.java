package io.baton.master.command;

import io.baton.master.cli.Command;
import io.baton.master.cli.CommandException;
import io.baton.master.cli.Declarations;
import io.baton.master.cli.ExitCode;
import io.baton.master.cli.Shell;
import io.baton.master.cli.Usage;
import io.baton.master.cli.Words;
import io.baton.master.client.ControlClient;
import io.baton.master.client.Result;
import io.baton.master.config.AdminConfig;
import io.baton.master.config.Declaration;
import io.baton.master.config.MasterConfig;
import io.baton.master.config.Surroundings;
import io.baton.master.file.ConfigFileException;
import io.baton.master.jvm.Jdk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code start}: of a program, or of an application that is known already. */
final class StartCommand implements Command {

    private static final List<String> ENDINGS =
            List.of(".jar", ".js", ".mjs", ".cjs", ".ts", ".mts", ".cts", ".yml", ".yaml", ".json");

    @Override
    public Usage usage() {
        Usage usage = Usage.of(
                        "[app.jar|app.js|config.yml] [-- ARG...] | TARGET...",
                        "Starts an application under the daemon, and the daemon if there is none, and waits until its"
                                + " workers are ready. Without a file it is the built-in application. A TARGET is an"
                                + " application or worker that the daemon knows and that is stopped.")
                .takingAll();
        Waiting.options(usage);
        return usage.notes(
                        """
                        All options of run are options of start: run --help has them. The application
                        gets the environment, the directory and the JVM of this command. If it does not
                        become ready, its last 20 lines are shown.
                        """)
                .example("start")
                .example("start app.jar -i 4 -p 8080 --name api")
                .example("start app.js -i max -- --verbose")
                .example("start api")
                .codes(
                        ExitCode.OK,
                        ExitCode.FAILED,
                        ExitCode.USAGE,
                        ExitCode.NOT_RUNNING,
                        ExitCode.TIMED_OUT,
                        ExitCode.PARTLY_DONE,
                        ExitCode.NO_DAEMON,
                        ExitCode.NOT_PERMITTED,
                        ExitCode.BAD_CONFIG);
    }

    @Override
    public int run(Words words, Shell shell) throws CommandException {
        Usage own = Usage.of("", "");
        Waiting.options(own);
        Words waiting = Words.known(own, words.all());
        List<String> rest = waiting.arguments();
        if (areTargets(rest)) {
            return startKnown(rest, waiting, shell);
        }
        Surroundings surroundings =
                new Surroundings(shell.environment(), Path.of("").toAbsolutePath(), Jdk.OWN.java());
        try {
            Optional<Declarations> declared = Declarations.of(rest, surroundings);
            if (declared.isEmpty()) {
                return ExitCode.OK;
            }
            for (String warning : declared.get().warnings()) {
                shell.err().print(warning + "\n");
            }
            return start(declared.get().applications(), waiting, shell);
        } catch (ConfigFileException e) {
            for (String error : e.errors()) {
                shell.err().print(error + "\n");
            }
            shell.err().flush();
            return ExitCode.BAD_CONFIG;
        }
    }

    /** Names of applications, and not of files. */
    static boolean areTargets(List<String> words) {
        for (String word : words) {
            boolean isFile = word.indexOf('/') >= 0 || Files.exists(Path.of(word));
            for (String ending : ENDINGS) {
                isFile |= word.endsWith(ending);
            }
            if (word.startsWith("-") || isFile) {
                return false;
            }
        }
        return !words.isEmpty();
    }

    private static int startKnown(List<String> targets, Words waiting, Shell shell) throws CommandException {
        if (!Spawning.answers(shell)) {
            throw new CommandException(
                    ExitCode.NOT_RUNNING,
                    targets.get(0) + ": no such file, and no daemon runs in " + shell.home()
                            + " that could know an application of this name");
        }
        return ActCommand.act(shell, "start", targets, waiting);
    }

    private static int start(List<Declaration> declared, Words waiting, Shell shell) throws CommandException {
        List<Object> apps = new ArrayList<>();
        for (Declaration one : declared) {
            apps.add(one.toJson());
        }
        // What is wrong is told here, before a daemon is started for it.
        MasterConfig.of(declared);
        Spawning.ensureDaemon(shell, AdminConfig.flags(declared.get(0).settings()));
        Map<String, Object> request = ControlClient.request("start");
        request.put("apps", apps);
        List<Result> results = Waiting.results(shell, request, waiting);
        int code = Results.print(shell, results, waiting.has("--json"));
        if (!waiting.has("--json")) {
            Output.showLast(shell, results);
            Waiting.showList(shell);
        }
        return code;
    }
}
