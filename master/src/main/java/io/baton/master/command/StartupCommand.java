package io.baton.master.command;

import io.baton.master.cli.Command;
import io.baton.master.cli.CommandException;
import io.baton.master.cli.ExitCode;
import io.baton.master.cli.Shell;
import io.baton.master.cli.Usage;
import io.baton.master.cli.Verb;
import io.baton.master.cli.Words;
import io.baton.master.client.ClientException;
import io.baton.master.client.ControlClient;
import io.baton.master.client.Fields;
import io.baton.master.config.ConfigException;
import io.baton.master.config.Keys;
import io.baton.master.config.Units;
import io.baton.master.jvm.Jdk;
import io.baton.master.systemd.ServiceUnit;
import io.baton.master.systemd.UnitFile;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code startup} and {@code unstartup}: a unit of systemd for the daemon of this home. */
final class StartupCommand implements Command {

    private static final String SYSTEMD = "systemd";
    private static final String NAME = "[A-Za-z0-9_-][A-Za-z0-9_.-]{0,99}";
    private static final Path BOOTED = Path.of("/run/systemd/system");

    /** The master ends its workers itself; systemd comes after that. */
    private static final long SLACK_MS = 12_000;

    private final boolean up;

    StartupCommand(Verb verb) {
        this.up = verb == Verb.STARTUP;
    }

    @Override
    public Usage usage() {
        Usage usage = Usage.of(
                        "[systemd]",
                        up
                                ? "Writes a unit of systemd that starts the daemon of this home at boot, and in it what was"
                                        + " saved."
                                : "Removes the unit that startup wrote. A daemon that runs goes on.")
                .count(0, 1)
                .flag("--system", "The machine's systemd, in /etc/systemd/system: the default for root.")
                .flag("--user", "This user's systemd, in ~/.config/systemd/user: the default for others.")
                .option("--name", "NAME", "Name of the unit. Default: baton.");
        if (up) {
            usage.option("--run-as", "USER", "With --system: as whom the daemon runs. Default: $SUDO_USER, else you.")
                    .flag("--dry-run", "Print the unit, and write nothing.");
        }
        return usage.notes(up ? "The daemon's home is $BATON_HOME. Remember what runs with: save\n" : "")
                .example(up ? "startup --dry-run" : "unstartup")
                .codes(ExitCode.OK, ExitCode.FAILED, ExitCode.USAGE, ExitCode.NOT_PERMITTED);
    }

    @Override
    public int run(Words words, Shell shell) throws CommandException {
        if (!words.arguments().isEmpty() && !words.argument(0).equals(SYSTEMD)) {
            throw new ConfigException(words.argument(0) + ": no such init system (expected: systemd)");
        }
        if (words.has("--system") && words.has("--user")) {
            throw new ConfigException("--user: not with --system");
        }
        String name = words.value("--name") == null ? "baton" : String.valueOf(words.value("--name"));
        if (!name.matches(NAME)) {
            throw new ConfigException("--name: " + name + " (expected: letters, digits, hyphens, dots or underscores)");
        }
        String self = System.getProperty("user.name");
        boolean forUser = !words.has("--system") && (words.has("--user") || !self.equals("root"));
        if (forUser && words.has("--run-as")) {
            throw new ConfigException("--run-as: only with --system");
        }
        UnitFile file = forUser
                ? UnitFile.ofUser(name, shell.environment(), System.getProperty("user.home"))
                : UnitFile.ofSystem(name);
        try {
            if (up) {
                write(words, shell, file, name, forUser, self);
            } else {
                remove(shell, file, name, forUser);
            }
            return ExitCode.OK;
        } catch (AccessDeniedException e) {
            throw new CommandException(
                    ExitCode.NOT_PERMITTED, "permission denied: " + e.getMessage() + "; as root, or with --user");
        } catch (IOException e) {
            throw new CommandException(ExitCode.FAILED, String.valueOf(e.getMessage()));
        }
    }

    private static void write(Words words, Shell shell, UnitFile file, String name, boolean forUser, String self)
            throws IOException, CommandException {
        @Nullable String asked = words.value("--run-as");
        String user = asked != null ? asked : shell.environment().getOrDefault("SUDO_USER", self);
        ServiceUnit unit = new ServiceUnit(
                Jdk.OWN.java(),
                Path.of(System.getProperty("java.class.path")).toAbsolutePath().normalize(),
                shell.home(),
                forUser ? null : user,
                (longestStopMs(shell) + SLACK_MS) / 1000);
        if (words.has("--dry-run")) {
            shell.out().print(unit.text());
            shell.out().flush();
            return;
        }
        requireOurs(file);
        file.write(unit.text());
        shell.say("wrote " + file.path());
        carryOut(shell, ServiceUnit.enable(name, forUser));
        if (forUser) {
            shell.say("for a start at boot, and not at your first login: loginctl enable-linger " + self);
        }
        shell.say("to start what runs now at boot: " + Shell.program() + " save");
    }

    private static void remove(Shell shell, UnitFile file, String name, boolean forUser)
            throws IOException, CommandException {
        if (!file.exists()) {
            throw new CommandException(ExitCode.FAILED, file.path() + ": no such unit, nothing to undo");
        }
        requireOurs(file);
        carryOut(shell, ServiceUnit.disable(name, forUser));
        file.remove();
        shell.say("removed " + file.path());
        carryOut(shell, ServiceUnit.forget(forUser));
    }

    private static void requireOurs(UnitFile file) throws IOException, CommandException {
        if (file.exists() && !file.isOurs()) {
            throw new CommandException(
                    ExitCode.FAILED,
                    file.path() + " was not written by baton startup, and stays as it is (another --name?)");
        }
    }

    /** Runs the commands, or tells them where no systemd runs. */
    private static void carryOut(Shell shell, List<List<String>> commands) throws CommandException {
        for (List<String> command : commands) {
            String text = String.join(" ", command);
            if (!Files.isDirectory(BOOTED)) {
                shell.say("to do when systemd runs: " + text);
                continue;
            }
            try {
                int code = new ProcessBuilder(command).inheritIO().start().waitFor();
                shell.say((code == 0 ? "done: " : "failed: ") + text);
                if (code != 0) {
                    throw new CommandException(ExitCode.FAILED, text + ": exit code " + code);
                }
            } catch (IOException e) {
                throw new CommandException(ExitCode.FAILED, text + ": " + e.getMessage());
            } catch (InterruptedException e) {
                throw new CommandException(ExitCode.INTERRUPTED, "interrupted");
            }
        }
    }

    /** The longest time that an application gives its workers to leave, as far as a daemon runs to be asked. */
    private static long longestStopMs(Shell shell) {
        long longest = Units.milliseconds(Keys.KILL_TIMEOUT.defaultText());
        try (ControlClient client = ControlClient.connect(shell.home())) {
            Fields answer = client.ask(ControlClient.request("declarations"), Asking.LIMIT_MS);
            for (String timeout : killTimeouts(answer)) {
                longest = Math.max(longest, Units.milliseconds(timeout));
            }
        } catch (ClientException | ConfigException e) {
            // The default is enough for applications that do not say anything else.
        }
        return longest;
    }

    private static List<String> killTimeouts(Fields answer) {
        List<String> found = new ArrayList<>();
        for (Fields app : answer.objects("apps")) {
            if (app.value("declaration") instanceof Map<?, ?> declaration
                    && declaration.get("settings") instanceof List<?> settings) {
                for (Object setting : settings) {
                    if (setting instanceof List<?> said
                            && said.size() > 1
                            && Keys.KILL_TIMEOUT.name().equals(said.get(0))) {
                        found.add(String.valueOf(said.get(1)));
                    }
                }
            }
        }
        return found;
    }
}
