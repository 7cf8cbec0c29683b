package io.baton.master.upgrade;

import io.baton.master.cli.ExitCode;
import io.baton.master.cli.Version;
import io.baton.master.config.Operator;
import io.baton.master.home.Home;
import io.baton.master.jvm.MasterCommand;
import io.baton.master.jvm.WorkerLibrary;
import io.baton.protocol.message.ValueCodec;
import io.baton.protocol.posix.SystemText;
import java.io.IOException;
import java.util.List;

/**
 * A trial of this program, as a child of a master that it may replace: reads the master's state from standard input and says
 * whether it can go on with it. Nothing is changed but the unpacked library in the home, which is ready for the takeover then.
 */
public final class UpgradeTrial {

    /** How the answer begins. */
    static final String OK = "ok";

    private UpgradeTrial() {}

    /** Reads all parts of a state. */
    @FunctionalInterface
    public interface Reading {

        /** Makes every record, and nothing else. */
        void read(StateDocument state) throws StateException;
    }

    /** Runs a trial. Returns the exit code. */
    public static int run(Reading reading) {
        try {
            reading.read(StateDocument.decode(System.in.readAllBytes()));
            WorkerLibrary.prepare(Home.of(Operator.environment())).loadHere();
            byte[] answer = SystemText.encode(answer(Version.own(), MasterCommand.ofThisTrial()));
            System.out.write(answer, 0, answer.length);
            System.out.flush();
            return ExitCode.OK;
        } catch (IOException | RuntimeException | LinkageError e) {
            System.err.println("baton: version " + Version.own() + ": " + e.getMessage());
            return ExitCode.FAILED;
        }
    }

    /** The line that {@link UpgradeCheck} reads. */
    static String answer(String version, List<String> command) {
        return OK + " " + version + " " + ValueCodec.encode(command) + "\n";
    }
}
