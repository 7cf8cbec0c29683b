package io.baton.master;

import io.baton.master.carried.CarriedAdmin;
import io.baton.master.carried.CarriedMaster;
import io.baton.master.carried.CarriedShared;
import io.baton.master.cli.Version;
import io.baton.master.conductor.Clock;
import io.baton.master.config.Logging;
import io.baton.master.config.MasterConfig;
import io.baton.master.config.Operator;
import io.baton.master.control.Answer;
import io.baton.master.control.ControlSocket;
import io.baton.master.journal.Journal;
import io.baton.master.jvm.MasterCommand;
import io.baton.master.totals.Totals;
import io.baton.master.upgrade.NewProgram;
import io.baton.protocol.posix.Processes;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Which of its images a master is: the first program in its process, or one that took over. Conductor thread only. */
final class MasterImage {

    private static final long NANOS_PER_MS = 1_000_000;

    private final Path home;
    private final boolean daemon;
    private final Logging logging;
    private final @Nullable ResumedMaster resumed;
    private final Path jar;
    private final String unlabelled;
    private final Totals totals = new Totals();

    private long upgradeMs;

    /** @param resumed what a former image has left; null for the first one */
    MasterImage(MasterConfig config, Path home, boolean daemon, @Nullable ResumedMaster resumed) {
        this.home = home;
        this.daemon = daemon;
        this.logging = config.logging();
        this.resumed = resumed;
        boolean alone = !daemon && config.groups().size() == 1;
        this.jar = resumed == null ? Operator.jar() : Path.of(resumed.master().jar());
        this.unlabelled = resumed != null
                ? resumed.master().unlabelled()
                : alone ? config.groups().get(0).name() : "";
        if (resumed != null) {
            totals.goOn(resumed.master().totals());
            totals.texts().goOn(resumed.master().texts());
        }
    }

    /** How many there were before; 0 for the first. */
    int number() {
        return resumed == null ? 0 : resumed.master().image();
    }

    /** The application whose workers need no name of their own; empty for none. */
    String unlabelled() {
        return unlabelled;
    }

    /** How many slots have a number already. */
    int slots() {
        return resumed == null ? 0 : resumed.master().slots();
    }

    /** The journal goes on with the numbers and the time of the former image. */
    Journal journal(Clock clock) {
        return resumed == null
                ? new Journal(clock)
                : new Journal(
                        clock, resumed.master().startNanos(), resumed.master().lastSeq());
    }

    /** What was counted, in former images too. */
    Totals totals() {
        return totals;
    }

    /** What it becomes by the operator's signal: its jar as that is now, on the same JVM. */
    NewProgram successor() {
        return new NewProgram(MasterCommand.ownJava(), jar);
    }

    /** It has taken over, and accepts connections. Returns for how long none was accepted. */
    long tookOver(long nowNanos) {
        upgradeMs = resumed == null ? 0 : (nowNanos - resumed.master().beganNanos()) / NANOS_PER_MS;
        return upgradeMs;
    }

    Answer.Pong pong() {
        String from = resumed == null ? "" : resumed.from();
        return new Answer.Pong(Processes.pid(), Version.own(), home.toString(), !daemon, number(), from, upgradeMs);
    }

    /**
     * What the next image goes on with.
     *
     * @param beganNanos when the last connection was accepted
     * @param numbered how many slots have a number
     * @param admin how the master is seen over HTTP
     * @param shared what workers share
     */
    CarriedMaster carried(
            NewProgram next,
            long beganNanos,
            Journal journal,
            int numbered,
            Starts starts,
            ControlSocket control,
            StateKeeper keeper,
            CarriedAdmin admin,
            @Nullable CarriedShared shared) {
        return new CarriedMaster(
                number() + 1,
                beganNanos,
                next.jar().toString(),
                home.toString(),
                daemon,
                unlabelled,
                logging.workerNames(),
                logging.details(),
                journal.startNanos(),
                journal.lastSeq(),
                numbered,
                starts.served(),
                control.lockDescriptor(),
                control.descriptor(),
                keeper.writes(),
                keeper.unrestored(),
                totals.carried(),
                totals.texts().carried(),
                admin,
                shared);
    }
}
