package io.baton.master.cli;

import io.baton.master.config.ConfigException;
import io.baton.master.config.RunConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code run}: the master in the foreground. Also what happens when no command is named. */
@Command(
        name = "run",
        description =
                "Accepts on a port and hands each connection over to one of several worker JVMs, in the foreground.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class RunCommand {

    @Parameters(
            arity = "0..1",
            paramLabel = "app.jar",
            description = "A jar with an io.baton.worker.spi.Application as a service; default: the built-in one.")
    private @Nullable Path application;

    @Mixin
    private ListenOptions listen = new ListenOptions();

    @Mixin
    private WorkerOptions workers = new WorkerOptions();

    @Mixin
    private SupervisionOptions supervision = new SupervisionOptions();

    @Mixin
    private ApplicationOptions applicationOptions = new ApplicationOptions();

    /**
     * What the options, the environment and the defaults say together, in that order.
     *
     * @throws ConfigException if any of it cannot be
     */
    RunConfig config(Map<String, String> environment) {
        return new RunConfig(
                listen.host(),
                listen.port(environment),
                workers.workers(environment),
                workers.spares(),
                application(),
                applicationOptions.asArguments(),
                workers.usesArchive(),
                supervision.supervision());
    }

    private @Nullable Path application() {
        if (application != null && !Files.isRegularFile(application)) {
            throw new ConfigException("application: " + application + " (expected: a jar file)");
        }
        if (application != null && application.toString().indexOf(':') >= 0) {
            throw new ConfigException("application: " + application + " (expected: a path without ':')");
        }
        return application == null ? null : application.toAbsolutePath();
    }
}
