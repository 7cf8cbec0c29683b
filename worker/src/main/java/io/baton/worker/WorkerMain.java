package io.baton.worker;

import io.baton.protocol.Figures;
import io.baton.protocol.log.LogLine;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.PosixException;
import io.baton.protocol.posix.ProcessTitle;
import io.baton.protocol.posix.Processes;
import io.baton.protocol.posix.Signals;
import io.baton.worker.http.BuiltInApplication;
import io.baton.worker.spi.Application;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * The program of a worker process. Baton's or Node's master starts it, with the channel's descriptor number in
 * {@code NODE_CHANNEL_FD}. It serves the first {@link Application} that {@link ServiceLoader} finds on the class path,
 * else the built-in one.
 */
public final class WorkerMain {

    private static final String CHANNEL_FD = "NODE_CHANNEL_FD";
    private static final String SERIALIZATION = "NODE_CHANNEL_SERIALIZATION_MODE";
    private static final String UNIQUE_ID = "NODE_UNIQUE_ID";
    private static final String LEAK_DETECTION = "io.netty.leakDetection.level";

    private WorkerMain() {}

    /**
     * Runs the worker until it ends. Exit code 0 when its master let it go, 1 after a failed boot, 2 without a channel
     * or with bad arguments.
     */
    public static void main(String[] arguments) {
        LogLine.install();
        Fd channel;
        int id;
        WorkerArguments parsed;
        try {
            channel = channel();
            id = number(UNIQUE_ID, Processes.environment(UNIQUE_ID), 0);
            parsed = WorkerArguments.parse(List.of(arguments));
        } catch (IllegalArgumentException | PosixException e) {
            System.err.println("baton worker: " + e.getMessage());
            System.exit(2);
            return;
        }
        forgetNodesVariables();
        ProcessTitle.nameOwnProcess("baton-worker");
        nameProcessForNetty();
        WorkerRuntime runtime = new WorkerRuntime(id, parsed, channel, application(parsed), OwnProcess.JVM, figures());
        System.exit(runtime.run());
    }

    /** Null if the master does not want to know what this worker counts. */
    private static @Nullable OwnFigures figures() {
        if (Processes.environment(Figures.VARIABLE) == null) {
            return null;
        }
        Processes.removeEnvironment(Figures.VARIABLE);
        return OwnFigures.inherited();
    }

    private static Fd channel() throws PosixException {
        int number = number(CHANNEL_FD, Processes.environment(CHANNEL_FD), -1);
        if (number < 0) {
            throw new IllegalArgumentException(
                    "no channel to a master in " + CHANNEL_FD + "; start workers with java -jar master.jar");
        }
        String mode = Processes.environment(SERIALIZATION);
        if (mode != null && !mode.isEmpty() && !mode.equals("json")) {
            throw new IllegalArgumentException(SERIALIZATION + ": " + mode + " (expected: json)");
        }
        Fd channel = Fd.own(number);
        Libc.setCloseOnExec(channel);
        return channel;
    }

    /**
     * Called before the first System.getenv, which keeps a copy: neither this JVM's code nor its children may see these
     * variables.
     */
    private static void forgetNodesVariables() {
        Processes.removeEnvironment(CHANNEL_FD);
        Processes.removeEnvironment(SERIALIZATION);
        Processes.removeEnvironment(UNIQUE_ID);
        if (Signals.SUSPEND_NUMBER.equals(Processes.environment(Signals.SUSPEND_VARIABLE))) {
            // This JVM has read the variable. A child may be a JVM whose parent uses another signal.
            Processes.removeEnvironment(Signals.SUSPEND_VARIABLE);
        }
    }

    /** Netty makes channel ids of both. For the first it would look at all network interfaces, which takes 10 ms. */
    private static void nameProcessForNetty() {
        if (System.getProperty("io.netty.machineId") == null) {
            System.setProperty("io.netty.machineId", "02:00:00:00:00:00:00:01");
            System.setProperty("io.netty.processId", String.valueOf(Processes.pid()));
        }
    }

    private static Application application(WorkerArguments arguments) {
        String jar = arguments.options().get("application");
        if (jar == null && arguments.isUnderBaton()) {
            // There is no other jar. The search would read the directory of this one before the worker is ready.
            return builtIn();
        }
        Optional<Application> users = ServiceLoader.load(Application.class).findFirst();
        if (users.isEmpty() && jar != null) {
            System.err.println(
                    "baton worker: " + jar + " has no application (expected: a class named in META-INF/services/"
                            + Application.class.getName() + ")");
            System.exit(1);
        }
        return users.orElseGet(WorkerMain::builtIn);
    }

    /**
     * Netty's search for lost buffers, one in 128 with its stack, costs 4 % of a request and more. The tests search for
     * all. For its log Netty would try three libraries, which are not here.
     */
    private static Application builtIn() {
        if (System.getProperty(LEAK_DETECTION) == null) {
            System.setProperty(LEAK_DETECTION, "disabled");
        }
        InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
        return new BuiltInApplication();
    }

    private static int number(String name, @Nullable String text, int otherwise) {
        if (text == null || text.isEmpty()) {
            return otherwise;
        }
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + ": " + text + " (expected: a number)", e);
        }
    }
}
