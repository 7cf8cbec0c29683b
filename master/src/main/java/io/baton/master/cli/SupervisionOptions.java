package io.baton.master.cli;

import io.baton.master.config.BootFailure;
import io.baton.master.config.ConfigException;
import io.baton.master.config.Orphans;
import io.baton.master.config.RestartLimits;
import io.baton.master.config.RetireLimits;
import io.baton.master.config.StopSignal;
import io.baton.master.config.Supervision;
import io.baton.master.config.Timeouts;
import picocli.CommandLine.Option;

/** How workers are kept alive, replaced and let go. Durations as 500ms or 30s, sizes as 512m. */
final class SupervisionOptions {

    @Option(
            names = "--ready-timeout",
            paramLabel = "D",
            converter = Milliseconds.class,
            description = "For a worker to become ready; longer is a failed start. Default: 60s.")
    private long readyMs = Timeouts.DEFAULT.readyMs();

    @Option(
            names = "--kill-timeout",
            paramLabel = "D",
            converter = Milliseconds.class,
            description = "For a worker to finish and leave, before it is killed. Default: 28s.")
    private long killMs = Timeouts.DEFAULT.killMs();

    @Option(
            names = "--hold-timeout",
            paramLabel = "D",
            converter = Milliseconds.class,
            description = "For a connection to wait for a ready worker, before it gets 503. Default: 30s.")
    private long holdMs = Timeouts.DEFAULT.holdMs();

    @Option(
            names = "--heartbeat-limit",
            paramLabel = "D",
            converter = Milliseconds.class,
            description = "A Java worker whose event loop is silent for longer is killed; at least 2s. Default: 5s.")
    private long silenceMs = Timeouts.DEFAULT.silenceMs();

    @Option(
            names = "--node-stall-timeout",
            paramLabel = "D",
            converter = Milliseconds.class,
            description =
                    "A Node worker that accepts nothing of what it was sent for longer is killed. Default: 0, never.")
    private long nodeStallMs = Timeouts.DEFAULT.nodeStallMs();

    @Option(
            names = "--disconnect-delay",
            paramLabel = "D",
            converter = Milliseconds.class,
            description = "For clients that have connected to ask, before a Node worker is told to leave; at most 1s,"
                    + " 0: none. Default: 1s.")
    private long disconnectDelayMs = Timeouts.DEFAULT.disconnectDelayMs();

    @Option(
            names = "--stop-signal",
            paramLabel = "SIG",
            description =
                    "Sent to a Node program when it is told to leave, for its own handler: SIGTERM, INT, usr2, 15 ..."
                            + " Default: none.")
    private String stopSignal = StopSignal.NONE.toString();

    @Option(
            names = "--backoff",
            paramLabel = "D",
            converter = Milliseconds.class,
            description = "Before the second start in a row of a worker that dies; then 1.5 times as long each time;"
                    + " 0: at once. Default: 100ms.")
    private long backoffMs = RestartLimits.DEFAULT.backoffMs();

    @Option(
            names = "--backoff-max",
            paramLabel = "D",
            converter = Milliseconds.class,
            description = "The longest wait before a start. Default: 15s.")
    private long backoffMaxMs = RestartLimits.DEFAULT.backoffMaxMs();

    @Option(
            names = "--min-uptime",
            paramLabel = "D",
            converter = Milliseconds.class,
            description = "A worker that was ready for so long is stable, its exit the first in a row. Default: 30s.")
    private long minUptimeMs = RestartLimits.DEFAULT.minUptimeMs();

    @Option(
            names = "--max-requests",
            paramLabel = "N",
            description = "A worker is replaced after about so many requests. Default: 0, never.")
    private long maxRequests = RetireLimits.NONE.maxRequests();

    @Option(
            names = "--max-memory-restart",
            paramLabel = "SIZE",
            converter = Bytes.class,
            description = "A worker with more resident memory is replaced. Default: 0, never.")
    private long maxMemoryBytes = RetireLimits.NONE.maxMemoryBytes();

    @Option(
            names = "--max-lifetime",
            paramLabel = "D",
            converter = Milliseconds.class,
            description = "A worker is replaced after about so long. Default: 0, never.")
    private long maxLifetimeMs = RetireLimits.NONE.maxLifetimeMs();

    @Option(
            names = "--orphans",
            paramLabel = "kill|drain",
            description = "Workers of a killed master die with it, or finish what they have. Default: kill.")
    private Orphans orphans = Orphans.KILL;

    @Option(
            names = "--kill-tree",
            paramLabel = "on|off",
            description = "Whether the children that a dead worker leaves behind are ended too. Default: on.")
    private String killTree = "on";

    @Option(
            names = "--on-boot-failure",
            paramLabel = "exit|stay",
            description = "When no worker was ever ready and three starts failed: end with 1, or go on trying."
                    + " Default: exit.")
    private BootFailure bootFailure = BootFailure.EXIT;

    Supervision supervision() {
        if (!killTree.equals("on") && !killTree.equals("off")) {
            throw new ConfigException("--kill-tree: " + killTree + " (expected: on or off)");
        }
        return new Supervision(
                new Timeouts(readyMs, killMs, holdMs, silenceMs, nodeStallMs, disconnectDelayMs),
                new RestartLimits(backoffMs, backoffMaxMs, minUptimeMs),
                new RetireLimits(maxRequests, maxMemoryBytes, maxLifetimeMs),
                orphans,
                killTree.equals("on"),
                StopSignal.of(stopSignal),
                bootFailure);
    }
}
