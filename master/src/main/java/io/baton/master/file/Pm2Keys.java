package io.baton.master.file;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What becomes of pm2's keys; the migration table of the README is compared with this one. */
final class Pm2Keys {

    private static final String NONE = "nothing replaces it";
    private static final String OF_ITS_CLOUD = "it belongs to pm2's own monitoring; " + NONE;
    private static final String FILE_WATCHER = "nothing watches files; use restart when they have changed";

    private static final List<Pm2Key> ALL = List.of(
            Pm2Key.taken("exec", "script"),
            Pm2Key.taken("exec_interpreter", "interpreter"),
            Pm2Key.taken("interpreter_args", "node_args"),
            Pm2Key.taken("interpreterArgs", "node_args"),
            Pm2Key.taken("cron_restart", "cron_reload"),
            Pm2Key.taken("cron", "cron_reload"),
            Pm2Key.taken("uid", "user"),
            Pm2Key.taken("username", "user"),
            Pm2Key.taken("treekill", "kill_tree"),
            Pm2Key.taken("restart_delay", "backoff", "backoff_max"),
            Pm2Key.taken("exp_backoff_restart_delay", "backoff"),
            Pm2Key.taken("out", "out_file"),
            Pm2Key.taken("output", "out_file"),
            Pm2Key.taken("out_log", "out_file"),
            Pm2Key.taken("error", "error_file"),
            Pm2Key.taken("err", "error_file"),
            Pm2Key.taken("err_file", "error_file"),
            Pm2Key.taken("err_log", "error_file"),
            Pm2Key.taken("combine_logs", "merge_logs"),
            Pm2Key.taken("time", "log_time"),
            Pm2Key.taken("log_type", "log_format"),
            new Pm2Key(
                    "exec_mode",
                    List.of(),
                    List.of("cluster", "cluster_mode", "fork", "fork_mode"),
                    "every worker is a cluster worker"),
            Pm2Key.refused(
                    "listen_timeout",
                    "pm2 takes a worker for ready then; set ready: {timeout: ...}, after which its start has failed"),
            Pm2Key.refused(
                    "wait_ready",
                    "a worker is ready when it listens or says process.send('ready'), whichever comes first",
                    "false"),
            Pm2Key.refused(
                    "max_restarts",
                    "Baton goes on trying after longer and longer waits, backoff and backoff_max; on_boot_failure: exit"
                            + " ends a master whose program never starts"),
            Pm2Key.refused("autorestart", "Baton always restarts a worker that ends; stop ends it for good", "true"),
            Pm2Key.refused("stop_exit_codes", "Baton always restarts a worker that ends; stop ends it for good"),
            Pm2Key.refused("autostart", "leave it out with --only", "true"),
            Pm2Key.refused("watch", FILE_WATCHER, "false"),
            Pm2Key.refused("ignore_watch", FILE_WATCHER),
            Pm2Key.refused("watch_delay", FILE_WATCHER),
            Pm2Key.refused("watch_options", FILE_WATCHER),
            Pm2Key.refused(
                    "shutdown_with_message",
                    "a program hears of its stop by the event disconnect of process, or by stop_signal",
                    "false"),
            Pm2Key.refused("kill_retry_time", NONE),
            Pm2Key.refused(
                    "increment_var",
                    "workers of one application share its port; write {{index}} into a value of env to number them"),
            Pm2Key.refused(
                    "instance_var",
                    "write {{index}} into a value of env; NODE_APP_INSTANCE has the number, too",
                    "NODE_APP_INSTANCE"),
            Pm2Key.refused("source_map_support", "set node_args: --enable-source-maps", "false"),
            Pm2Key.refused(
                    "disable_source_map_support", "set node_args: --enable-source-maps to enable it", "true", "false"),
            Pm2Key.refused("log_file", "logs shows both streams together; out_file and error_file name the files"),
            Pm2Key.refused("log", "logs shows both streams together; out_file and error_file name the files"),
            Pm2Key.refused("disable_logs", "set out_file and error_file: /dev/null", "false"),
            Pm2Key.refused("log_date_format", "set log_time: on, which writes ISO 8601"),
            Pm2Key.refused("pid_file", "list and jlist show the pids"),
            Pm2Key.refused("pid", "list and jlist show the pids"),
            Pm2Key.refused("gid", "set user, whose groups the workers have"),
            Pm2Key.refused("namespace", "name the applications: --only a,b", "default"),
            Pm2Key.refused("name_prefix", "write it into name"),
            Pm2Key.refused("append_env_to_name", "write it into name, or set --name", "false"),
            Pm2Key.refused("filter_env", "a variable whose value is null in env is not passed on", "false"),
            Pm2Key.refused("force", "give each application a name of its own", "false"),
            Pm2Key.refused("install_url", NONE),
            Pm2Key.refused("execute_command", NONE, "false"),
            Pm2Key.refused("post_update", NONE),
            Pm2Key.refused("vizion", NONE, "true", "false"),
            Pm2Key.refused("windowsHide", NONE, "true", "false"),
            Pm2Key.refused("write", NONE, "false"),
            Pm2Key.refused("pmx", OF_ITS_CLOUD, "false"),
            Pm2Key.refused("automation", OF_ITS_CLOUD, "false"),
            Pm2Key.refused("trace", OF_ITS_CLOUD, "false"),
            Pm2Key.refused("disable_trace", OF_ITS_CLOUD, "true"),
            Pm2Key.refused("v8", OF_ITS_CLOUD, "false"),
            Pm2Key.refused("event_loop_inspector", OF_ITS_CLOUD, "false"),
            Pm2Key.refused("deep_monitoring", OF_ITS_CLOUD, "false"),
            Pm2Key.refused("io", OF_ITS_CLOUD));

    /** What stands beside pm2's applications. */
    private static final Map<String, Pm2Key> OF_FILES =
            Map.of("deploy", Pm2Key.refused("deploy", "copy the files with rsync or git, then restart"));

    private static final Map<String, Pm2Key> BY_NAME = byName();

    private Pm2Keys() {}

    private static Map<String, Pm2Key> byName() {
        Map<String, Pm2Key> keys = new LinkedHashMap<>();
        ALL.forEach(key -> keys.put(key.name(), key));
        return keys;
    }

    /** The key of an application with this name, or null. */
    static @Nullable Pm2Key ofApplication(String name) {
        return BY_NAME.get(name);
    }

    /** The key beside the applications with this name, or null. */
    static @Nullable Pm2Key ofFile(String name) {
        return OF_FILES.get(name);
    }

    /** All keys of applications. */
    static List<Pm2Key> all() {
        return ALL;
    }
}
