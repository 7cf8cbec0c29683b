package io.baton.master.cli;

import io.baton.master.config.Application;
import io.baton.master.config.ConfigException;
import io.baton.master.config.GroupConfig;
import io.baton.master.config.MasterConfig;
import io.baton.master.config.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code run}: the master in the foreground. Also what happens when no command is named. */
@Command(
        name = "run",
        description = "Accepts on a port and hands each connection over to one of several workers, in the foreground.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class RunCommand {

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "app.jar|app.js",
            description = "A jar with an io.baton.worker.spi.Application as a service, or a Node program;"
                    + " default: the built-in application.")
    private @Nullable String application;

    @Parameters(
            index = "1..*",
            paramLabel = "ARG",
            description = "For a Node program; after -- if one begins with a dash.")
    private List<String> arguments = new ArrayList<>();

    @Mixin
    private ProgramOptions program = new ProgramOptions();

    @Mixin
    private ListenOptions listen = new ListenOptions();

    @Mixin
    private WorkerOptions workers = new WorkerOptions();

    @Mixin
    private SupervisionOptions supervision = new SupervisionOptions();

    @Mixin
    private LogOptions log = new LogOptions();

    @Mixin
    private HttpOptions http = new HttpOptions();

    @Mixin
    private ApplicationOptions applicationOptions = new ApplicationOptions();

    /**
     * What the options, the environment and the defaults say together, in that order.
     *
     * @throws ConfigException if any of it cannot be
     */
    MasterConfig config(Map<String, String> environment) {
        @Nullable Application served = application();
        boolean programsOwn = served != null && served.isNode();
        GroupConfig group = new GroupConfig(
                GroupConfig.defaultName(served),
                listen.listeners(environment, programsOwn),
                listen.delivery(environment, workers.spares().orElse(0) > 0),
                workers.workers(environment),
                workers.spares(),
                served,
                applicationOptions.asArguments().addAll(http.asArguments()).asList(),
                workers.usesArchive(),
                supervision.supervision());
        return new MasterConfig(List.of(group), log.logging());
    }

    private @Nullable Application application() {
        if (application == null) {
            program.requireUnused();
            return null;
        }
        return program.application(Operator.path("application", application), arguments);
    }
}
