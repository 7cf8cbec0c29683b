package io.baton.master.command;

import io.baton.master.cli.CommandException;
import io.baton.master.cli.ExitCode;
import io.baton.master.cli.Shell;
import io.baton.master.client.ClientException;
import io.baton.master.client.ClientException.Trouble;
import io.baton.master.client.ControlClient;
import io.baton.master.config.Operator;
import io.baton.master.home.Home;
import io.baton.master.jvm.ClientLibrary;
import io.baton.master.jvm.Jdk;
import io.baton.protocol.posix.PosixSpawn;
import io.baton.protocol.posix.PosixSpawn.Group;
import io.baton.protocol.posix.Processes;
import io.baton.protocol.posix.SystemText;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Starts the daemon of a home where there is none: in a session of its own, with its log as its output. */
final class Spawning {

    /** Of a Unix-domain socket (unix(7)), without the zero at its end. */
    private static final int LONGEST_PATH = 107;

    private static final long LIMIT_MS = 30_000;
    private static final long LOOK_MS = 20;
    private static final int LINES = 20;
    private static final int OUTPUT = 1;
    private static final int ERRORS = 2;

    private Spawning() {}

    /**
     * Returns when a daemon answers. Commands that start one at the same time wait for the first of them, so there is one
     * daemon.
     */
    static void ensureDaemon(Shell shell) throws CommandException {
        ensureDaemon(shell, Map.of());
    }

    /**
     * As {@link #ensureDaemon(Shell)}.
     *
     * @param settings of a daemon that is started, as variables
     */
    static void ensureDaemon(Shell shell, Map<String, String> settings) throws CommandException {
        if (answers(shell)) {
            if (!settings.isEmpty()) {
                shell.complain("the daemon runs already: it does not get " + settings.keySet());
            }
            return;
        }
        int length = SystemText.encode(ControlClient.socketIn(shell.home()).toString()).length;
        if (length > LONGEST_PATH) {
            throw new CommandException(
                    ExitCode.FAILED,
                    "BATON_HOME: " + shell.home() + ": the path of its control socket has " + length
                            + " bytes (expected: at most " + LONGEST_PATH + ")");
        }
        try {
            Home.require(shell.home());
            Path run = shell.home().resolve("run");
            Path logs = shell.home().resolve("logs");
            Home.require(run);
            Home.require(logs);
            try (FileChannel file = FileChannel.open(
                            privateFile(run.resolve("start.lock")),
                            StandardOpenOption.WRITE,
                            LinkOption.NOFOLLOW_LINKS);
                    FileLock lock = file.lock()) {
                if (lock.isValid() && !answers(shell)) {
                    start(shell, settings, privateFile(logs.resolve("master.log")));
                }
            }
        } catch (AccessDeniedException e) {
            throw new CommandException(ExitCode.NOT_PERMITTED, "permission denied: " + e.getMessage());
        } catch (IOException e) {
            throw new CommandException(ExitCode.FAILED, "no daemon can be started: " + e.getMessage());
        }
    }

    /** Whether there is a daemon that this user may ask. */
    static boolean answers(Shell shell) throws CommandException {
        try (ControlClient client = ControlClient.connect(shell.home())) {
            client.ask(ControlClient.request("ping"), Asking.LIMIT_MS);
            return true;
        } catch (ClientException e) {
            if (e.trouble() == Trouble.NO_DAEMON || e.trouble() == Trouble.LOST) {
                return false;
            }
            throw Asking.failure(e);
        }
    }

    private static void start(Shell shell, Map<String, String> settings, Path log)
            throws IOException, CommandException {
        ClientLibrary.use(shell.home());
        long before = Files.size(log);
        List<String> command =
                List.of(Jdk.OWN.java().toString(), "-jar", ClientLibrary.jar().toString(), "daemon");
        int pid;
        try (PosixSpawn spawn = new PosixSpawn(command, variables(shell.environment(), settings))) {
            pid = spawn.group(Group.NEW_SESSION)
                    .nullDevice(0)
                    .appendTo(log.toString(), OUTPUT)
                    .appendTo(log.toString(), ERRORS)
                    .directory(shell.home().toString())
                    .spawn();
        }
        long end = System.nanoTime() + LIMIT_MS * 1_000_000;
        boolean runs = true;
        while (runs && System.nanoTime() < end) {
            if (answers(shell)) {
                return;
            }
            runs = Processes.waitpid(pid) == Processes.STILL_RUNNING;
            pause();
        }
        if (answers(shell)) {
            // Another daemon of this home was faster, as one that systemd has started.
            return;
        }
        for (String line : LastLines.of(log, before, LINES)) {
            shell.err().print(line + "\n");
        }
        throw new CommandException(
                ExitCode.FAILED,
                "the daemon " + (runs ? "does not answer" : "has ended") + "; its last lines stand above, all in "
                        + log);
    }

    private static void pause() throws CommandException {
        try {
            Thread.sleep(LOOK_MS);
        } catch (InterruptedException e) {
            throw new CommandException(ExitCode.INTERRUPTED, "interrupted");
        }
    }

    /** A file that only its owner can read. A link in its place is not followed. */
    private static Path privateFile(Path file) throws IOException {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new IOException(file + " is no file", e);
            }
        }
        return file;
    }

    private static List<String> variables(Map<String, String> inherited, Map<String, String> settings) {
        Map<String, String> environment = new LinkedHashMap<>(inherited);
        environment.putAll(settings);
        List<String> variables = new ArrayList<>(List.of(Operator.JAR + "=" + Operator.jar()));
        for (Map.Entry<String, String> one : environment.entrySet()) {
            variables.add(one.getKey() + "=" + one.getValue());
        }
        return variables;
    }
}
