package io.baton.master;

import io.baton.master.carried.CarriedMaster;
import io.baton.master.cli.ExitCode;
import io.baton.master.config.AdminConfig;
import io.baton.master.config.ConfigException;
import io.baton.master.config.Logging;
import io.baton.master.config.MasterConfig;
import io.baton.master.config.Operator;
import io.baton.master.home.Home;
import io.baton.master.home.HomeLock;
import io.baton.master.jvm.WorkerLibrary;
import io.baton.master.output.Console;
import io.baton.master.output.LogFiles;
import io.baton.master.output.Pipes;
import io.baton.protocol.log.LogLine;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.ProcessTitle;
import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs a master in this process: its library, its output, its signals, and the wait for its end. On the main thread. */
final class ForegroundMaster {

    /** The last lines may take so long to be written, where standard output takes nothing. */
    private static final long LAST_LINES_MS = 500;

    private ForegroundMaster() {}

    /** Runs a master until it is told to stop. Returns the exit code. */
    static int run(MasterConfig config) {
        return reporting(() -> {
            Path home = Home.of(Operator.environment());
            return run(config, home, null, library(home));
        });
    }

    /** The library of this home, whose natives and classes this process uses from here on. */
    static WorkerLibrary library(Path home) throws IOException {
        WorkerLibrary library = WorkerLibrary.prepare(home);
        library.loadHere();
        library.readClassesHere();
        return library;
    }

    /** Runs a master until it ends. Each reason why it cannot begin is one line and an exit code. */
    static int reporting(Run run) {
        try {
            return run.run();
        } catch (ConfigException e) {
            System.err.println("baton: " + e.getMessage());
            return ExitCode.USAGE;
        } catch (IOException e) {
            System.err.println("baton: " + e.getMessage());
            return ExitCode.FAILED;
        } catch (UnsatisfiedLinkError e) {
            System.err.println("baton: native libraries do not work here: " + e.getMessage());
            return ExitCode.FAILED;
        }
    }

    /** Runs a master until it ends, and returns its exit code. */
    interface Run {

        int run() throws IOException;
    }

    /**
     * Runs a master in this process until it is told to stop. Returns the exit code.
     *
     * @param lock of the home, if the master is a daemon
     */
    static int run(MasterConfig config, Path home, @Nullable HomeLock lock, WorkerLibrary library) throws IOException {
        return run(config, home, lock, library, null);
    }

    /** Goes on with the master that a former image of this process was, until it is told to stop. Returns the exit code. */
    static int goOn(ResumedMaster resumed, Path home, WorkerLibrary library) throws IOException {
        CarriedMaster carried = resumed.master();
        HomeLock lock = carried.daemon() ? HomeLock.inherited(home, Fd.own(carried.lock())) : null;
        Logging logging = new Logging(carried.workerNames(), carried.details());
        return run(new MasterConfig(List.of(), List.of(), logging, AdminConfig.OFF), home, lock, library, resumed);
    }

    private static int run(
            MasterConfig config,
            Path home,
            @Nullable HomeLock lock,
            WorkerLibrary library,
            @Nullable ResumedMaster resumed)
            throws IOException {
        Ending ending = new Ending();
        Thread.setDefaultUncaughtExceptionHandler(ending);
        LogFiles files = lock == null ? LogFiles.ofForeground() : LogFiles.ofDaemon(home.resolve("logs"));
        Console console = lock == null ? Console.ofThisProcess() : Console.inFile(files);
        Pipes pipes = new Pipes(console, files);
        if (config.logging().details()) {
            LogLine.showDetails();
        }
        try {
            Master master = new Master(config, home, lock, library, pipes, ending, resumed);
            if (resumed == null) {
                master.admin().open();
                new OperatorSignals(master, pipes.files()).hear();
                master.start();
            } else {
                // Connections wait. Signals wait too, blocked as they arrive here.
                master.goOn(resumed);
                new OperatorSignals(master, pipes.files()).hear();
            }
            // Only now: nothing waits for it, and it takes some milliseconds.
            ProcessTitle.set(Processes.pid(), ProcessTitle.PREFIX + "master");
            ProcessTitle.nameOwnProcess("baton-master");
            int code = ending.await();
            master.release();
            return code;
        } finally {
            pipes.stop(LAST_LINES_MS);
            console.stop(LAST_LINES_MS);
        }
    }
}
