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
import io.baton.master.config.Surroundings;
import io.baton.master.file.ConfigFileException;
import io.baton.master.jvm.Jdk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code reload}: of applications as they were declared, or as a file declares them now. */
final class ReloadCommand implements Command {

    private static final String UPDATE_ENV = "--update-env";

    @Override
    public Usage usage() {
        Usage usage = options(Usage.of(
                        "TARGET... | FILE [options of run]",
                        "Replaces the workers of applications one by one. A worker leaves when its successor is ready and"
                                + " takes connections, so no request is lost. If a new one does not start, or dies"
                                + " right after that, the workers of before stay, and the exit code is 5."))
                .takingAll();
        return usage.notes(
                        """
                        A TARGET is the name of an application, or all. It is reloaded as it was
                        declared: its program, the links that lead to it and its JVM or interpreter are
                        looked up again. --update-env adds the variables of this shell. FILE declares
                        anew: a configuration file, or a program with its options as for start. What
                        only a restart can change, such as a listener, is refused. NAME:SLOT or an id is
                        one worker, as for restart.
                        """)
                .example("reload api")
                .example("reload all --update-env")
                .example("reload baton.yml --only api")
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

    private static Usage options(Usage usage) {
        Waiting.options(usage);
        return usage.flag(UPDATE_ENV, "The workers get the variables of this shell, too.");
    }

    @Override
    public int run(Words words, Shell shell) throws CommandException {
        Words waiting = Words.known(options(Usage.of("", "")), words.all());
        List<String> rest = waiting.arguments();
        if (rest.isEmpty()) {
            throw new CommandException(ExitCode.USAGE, "reload: what? (expected: a name, all, or a file)");
        }
        if (StartCommand.areTargets(rest)) {
            Map<String, Object> request = ControlClient.request("reload");
            request.put("targets", rest);
            if (waiting.has(UPDATE_ENV)) {
                request.put("environment", shell.environment());
            }
            return reload(shell, request, waiting);
        }
        Surroundings surroundings =
                new Surroundings(shell.environment(), Path.of("").toAbsolutePath(), Jdk.OWN.java());
        try {
            Optional<Declarations> declared = Declarations.of(rest, surroundings);
            if (declared.isEmpty()) {
                return ExitCode.OK;
            }
            declared.get().warnings().forEach(warning -> shell.err().print(warning + "\n"));
            List<Object> apps = new ArrayList<>();
            declared.get().applications().forEach(one -> apps.add(one.toJson()));
            Map<String, Object> request = ControlClient.request("reload");
            request.put("apps", apps);
            return reload(shell, request, waiting);
        } catch (ConfigFileException e) {
            e.errors().forEach(error -> shell.err().print(error + "\n"));
            shell.err().flush();
            return ExitCode.BAD_CONFIG;
        }
    }

    private static int reload(Shell shell, Map<String, Object> request, Words waiting) throws CommandException {
        List<Result> results = Waiting.results(shell, request, waiting);
        int code = Results.print(shell, results, waiting.has("--json"));
        if (!waiting.has("--json")) {
            Waiting.showList(shell);
        }
        return code;
    }
}
