package io.baton.master.command;

import io.baton.master.cli.Command;
import io.baton.master.cli.CommandException;
import io.baton.master.cli.ExitCode;
import io.baton.master.cli.Shell;
import io.baton.master.cli.Usage;
import io.baton.master.cli.Words;
import io.baton.master.client.App;
import io.baton.master.client.Daemon;
import io.baton.master.client.Slot;
import io.baton.master.client.Worker;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code jlist}: the list in the shape of pm2's command of this name, for programs that read that. */
final class JlistCommand implements Command {

    @Override
    public Usage usage() {
        return Usage.of("", "Prints the workers as JSON in the shape of pm2 jlist, for programs that read that.")
                .notes(
                        """
                        It has no spares, and a slot has one entry, as pm2 knows neither spares nor
                        successors. list --json has everything.
                        """)
                .example("jlist | jq '.[].pm2_env.status'")
                .codes(ExitCode.OK, ExitCode.USAGE, ExitCode.NO_DAEMON, ExitCode.NOT_PERMITTED);
    }

    @Override
    public int run(Words words, Shell shell) throws CommandException {
        Json.print(shell, entries(Asking.state(shell)));
        return ExitCode.OK;
    }

    static List<Object> entries(Daemon daemon) {
        List<Object> entries = new ArrayList<>();
        for (App app : daemon.apps()) {
            for (Slot slot : app.slots()) {
                entries.add(entry(daemon, app, slot));
            }
        }
        return entries;
    }

    private static Map<String, @Nullable Object> entry(Daemon daemon, App app, Slot slot) {
        @Nullable
        Worker worker = slot.worker() == null && !slot.leaving().isEmpty()
                ? slot.leaving().get(0)
                : slot.worker();
        Map<String, @Nullable Object> monit = new LinkedHashMap<>();
        monit.put("memory", worker == null ? 0 : worker.memoryBytes());
        monit.put("cpu", worker == null ? 0 : Math.max(0, Math.round(worker.cpuPercent() * 10) / 10.0));
        Map<String, @Nullable Object> entry = new LinkedHashMap<>();
        entry.put("pid", worker == null ? 0 : worker.pid());
        entry.put("name", app.name());
        entry.put("pm2_env", environment(daemon, app, slot, worker));
        entry.put("pm_id", slot.id());
        entry.put("monit", monit);
        return entry;
    }

    private static Map<String, @Nullable Object> environment(
            Daemon daemon, App app, Slot slot, @Nullable Worker worker) {
        Status status = app.isStopped() ? Status.STOPPED : Status.of(slot, worker);
        Map<String, @Nullable Object> env = new LinkedHashMap<>();
        env.put("name", app.name());
        env.put("namespace", "default");
        env.put("pm_id", slot.id());
        env.put("status", status.inPm2());
        env.put("pm_uptime", worker == null ? 0 : worker.startedAtMs());
        env.put("created_at", worker == null ? 0 : worker.startedAtMs());
        env.put("restart_time", slot.restarts());
        env.put("unstable_restarts", 0);
        env.put("exec_mode", "cluster_mode");
        env.put("exec_interpreter", app.kind().equals("node") ? "node" : "java");
        env.put("instances", app.declaredWorkers());
        env.put("instance_var", "NODE_APP_INSTANCE");
        env.put("NODE_APP_INSTANCE", slot.number() - 1);
        env.put("pm_exec_path", app.file() == null ? "" : app.file());
        env.put("pm_cwd", app.directory() == null ? "" : app.directory());
        env.put("pm_out_log_path", slot.outLog() == null ? "/dev/null" : slot.outLog());
        env.put("pm_err_log_path", slot.errLog() == null ? "/dev/null" : slot.errLog());
        env.put("pm_pid_path", daemon.home() + "/run/master.pid");
        env.put("autorestart", true);
        env.put("watch", false);
        env.put("merge_logs", false);
        env.put("args", List.of());
        env.put("node_args", List.of());
        env.put("version", "");
        env.put("node_version", "");
        env.put("axm_monitor", Map.of());
        env.put("axm_actions", List.of());
        env.put("axm_options", Map.of());
        env.put("env", Map.of());
        return env;
    }
}
