package io.baton.master.cli;

import io.baton.master.config.ConfigException;
import io.baton.master.config.Logging;
import picocli.CommandLine.Option;

/** What the master and its workers print. */
final class LogOptions {

    @Option(
            names = "--output-prefix",
            paramLabel = "on|off",
            description = "Whether each line that a worker prints begins with its name, as 'worker 1 | '. Default: on.")
    private String prefix = "on";

    @Option(
            names = "--log-level",
            paramLabel = "info|debug",
            description = "With debug the master logs each step in the life of a worker. Default: info.")
    private String level = "info";

    Logging logging() {
        if (!prefix.equals("on") && !prefix.equals("off")) {
            throw new ConfigException("--output-prefix: " + prefix + " (expected: on or off)");
        }
        if (!level.equals("info") && !level.equals("debug")) {
            throw new ConfigException("--log-level: " + level + " (expected: info or debug)");
        }
        return new Logging(prefix.equals("on"), level.equals("debug"));
    }
}
