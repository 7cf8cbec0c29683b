package io.baton.master;

import io.baton.master.cli.BatonCommand;
import io.baton.master.cli.ExitCode;
import io.baton.master.command.Commands;
import io.baton.master.config.ConfigException;
import io.baton.master.config.Operator;
import io.baton.master.jvm.MasterCommand;
import io.baton.master.jvm.MasterJvm;
import io.baton.master.jvm.RecordedExit;
import io.baton.master.spawn.HeadStart;
import io.baton.master.upgrade.UpgradeTrial;
import io.baton.protocol.log.LogLine;
import io.baton.protocol.posix.OwnStart;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import java.lang.System.Logger.Level;
import java.util.Optional;

/** {@code java -jar master.jar}. */
public final class Main {

    private Main() {}

    /** Runs the command line. The exit codes are those of {@link ExitCode}. */
    public static void main(String[] arguments) {
        Optional<String> unsupported = Platform.unsupported();
        if (unsupported.isPresent()) {
            System.err.println("baton: " + unsupported.get());
            System.exit(ExitCode.FAILED);
        }
        String[] given = OwnStart.arguments(arguments);
        int code = Commands.execute(given);
        if (code != Commands.SERVER) {
            System.exit(code);
        }
        LogLine.install();
        MasterJvm.ensureFlags(given, Operator.environment());
        try {
            Operator.requireReadableDirectory();
        } catch (ConfigException e) {
            System.err.println("baton: " + e.getMessage());
            System.exit(ExitCode.USAGE);
        }
        Thread.setDefaultUncaughtExceptionHandler((thread, exception) -> System.getLogger(Main.class.getName())
                .log(Level.ERROR, "uncaught exception in " + thread.getName(), exception));
        // Netty's event classes for flight recordings take 100 ms to set up, and this process makes no buffers.
        System.setProperty("io.netty.jfr.enabled", "false");
        // It would try three libraries for its log, which are not here.
        InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
        if (given.length > 0 && given[0].equals(MasterCommand.CHECK)) {
            int answered = UpgradeTrial.run(ResumedMaster::rehearse);
            if (answered == ExitCode.OK) {
                RehearsedMaster.runIfRecording();
            }
            RecordedExit.exit(answered);
        }
        if (given.length == 2 && given[0].equals(MasterCommand.RESUME)) {
            RecordedExit.exit(ResumedMaster.run(Integer.parseInt(given[1])));
        }
        int ended = given.length == 1 && given[0].equals(DaemonMaster.VERB)
                ? DaemonMaster.run()
                : BatonCommand.execute(given, ForegroundMaster::run);
        HeadStart.end();
        RecordedExit.exit(ended);
    }
}
