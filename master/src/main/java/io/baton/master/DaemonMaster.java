package io.baton.master;

import io.baton.master.cli.ExitCode;
import io.baton.master.config.MasterConfig;
import io.baton.master.config.Operator;
import io.baton.master.home.Home;
import io.baton.master.home.HomeLock;
import io.baton.master.home.PidFile;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Runs a master that begins with no application and does not end without one, for the commands that find it in its home. Of all
 * that start at once in a home one stays.
 */
final class DaemonMaster {

    /** The only argument that this program has then; not for operators. */
    static final String VERB = "daemon";

    private DaemonMaster() {}

    /** Runs a daemon until it is told to stop. Returns the exit code, {@link ExitCode#HOME_TAKEN} if the home has a master. */
    static int run() {
        return ForegroundMaster.reporting(DaemonMaster::begin);
    }

    private static int begin() throws IOException {
        Path home = Home.of(Operator.environment());
        Home.require(home);
        // Before the library: the others of twenty daemons that start at once end here.
        HomeLock lock = HomeLock.take(home);
        if (lock == null) {
            System.err.println("baton: another master has " + home + " (pid " + PidFile.pid(home) + ")");
            return ExitCode.HOME_TAKEN;
        }
        MasterConfig config = MasterConfig.daemon(Operator.environment());
        return ForegroundMaster.run(config, home, lock, ForegroundMaster.library(home));
    }
}
