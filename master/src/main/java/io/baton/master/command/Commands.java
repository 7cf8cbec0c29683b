package io.baton.master.command;

import io.baton.master.cli.Command;
import io.baton.master.cli.CommandException;
import io.baton.master.cli.ConfigCommands;
import io.baton.master.cli.ExitCode;
import io.baton.master.cli.Shell;
import io.baton.master.cli.Usage;
import io.baton.master.cli.Verb;
import io.baton.master.cli.VerbHelp;
import io.baton.master.cli.Words;
import io.baton.master.config.ConfigException;
import io.baton.master.config.Operator;
import io.baton.master.config.Surroundings;
import io.baton.master.home.Home;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The class of each verb. A class is loaded when its verb is used, and no other. */
public final class Commands {

    /** The command line is that of a server. */
    public static final int SERVER = -1;

    private Commands() {}

    /**
     * Does what a command line says, unless it is one of {@code run}.
     *
     * @return the exit code; {@link #SERVER} if the command line is one of {@code run}
     */
    public static int execute(String[] arguments) {
        @Nullable Verb verb = arguments.length == 0 ? null : Verb.named(arguments[0]);
        if (verb == Verb.CHECK_CONFIG || verb == Verb.PRINT_CONFIG) {
            return new ConfigCommands(Surroundings.ofThisProcess(), System.out, System.err)
                    .execute(verb.word(), List.of(arguments).subList(1, arguments.length));
        }
        @Nullable Command command = verb == null ? null : of(verb);
        if (verb == null || command == null) {
            return SERVER;
        }
        List<String> words = List.of(arguments).subList(1, arguments.length);
        try {
            Map<String, String> environment = Operator.environment();
            return run(verb, command, words, Shell.ofThisProcess(environment, Home.of(environment)));
        } catch (ConfigException e) {
            // The home itself has no name that can be used.
            System.err.println("baton: " + e.getMessage());
            return ExitCode.USAGE;
        }
    }

    /** Does what a command does, or prints its help. */
    static int run(Verb verb, Command command, List<String> given, Shell shell) {
        try {
            Usage usage = command.usage();
            Words words = usage.takesAll() ? Words.untouched(given) : Words.parse(usage, given);
            if (words.wantHelp()) {
                shell.out().print(VerbHelp.of(verb, usage, Shell.program()));
                shell.out().flush();
                return ExitCode.OK;
            }
            return command.run(words, shell);
        } catch (ConfigException e) {
            shell.complain(verb.word() + ": " + e.getMessage() + "; see " + verb.word() + " --help");
            return ExitCode.USAGE;
        } catch (CommandException e) {
            shell.complain(String.valueOf(e.getMessage()));
            return e.exitCode();
        } finally {
            // Both are buffered.
            shell.out().flush();
            shell.err().flush();
        }
    }

    /** What the verb does; null for {@code run}, which is no client. */
    public static @Nullable Command of(Verb verb) {
        return switch (verb) {
            case RUN -> null;
            case START -> new StartCommand();
            case STOP, RESTART, DELETE, RESET -> new ActCommand(verb);
            case RELOAD -> new ReloadCommand();
            case SCALE -> new ScaleCommand();
            case SEND_SIGNAL -> new SignalCommand();
            case LIST -> new ListCommand();
            case SHOW -> new ShowCommand();
            case MONIT -> new MonitCommand();
            case LOGS -> new LogsCommand();
            case EVENTS -> new EventsCommand();
            case MOVE -> new MoveCommand();
            case CONNS -> new ConnsCommand();
            case ENV -> new EnvCommand();
            case THREADS -> new ThreadsCommand();
            case JLIST -> new JlistCommand();
            case HEALTH -> new HealthCommand();
            case FLUSH -> new FlushCommand();
            case PING -> new PingCommand();
            case TOKEN -> new TokenCommand();
            case KILL -> new KillCommand();
            case UPGRADE -> new UpgradeCommand();
            case SAVE, RESURRECT -> new SavedCommand(verb);
            case STARTUP, UNSTARTUP -> new StartupCommand(verb);
            case CHECK_CONFIG, PRINT_CONFIG -> null;
            case COMPLETION -> new CompletionCommand();
            case VERSION -> new VersionCommand();
            case HELP -> new HelpCommand();
        };
    }
}
