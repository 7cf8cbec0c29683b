package io.baton.master.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * All keys, in the order of the help. Names, ranges, defaults and explanations stand here once: the command line, the
 * environment, the help, the arguments of workers and the records of the configuration are made from this table, and a test
 * compares the READMEs with it.
 *
 * <p>Every start makes this table, so its making has no lambda and no pattern, which cost milliseconds. For that
 * reason a default becomes text only when the help asks for it.
 */
public final class Keys {

    private static final List<Key<?>> ALL = new ArrayList<>();

    public static final Key<ServicePort> PORT = listener("port", new ServicePortSyntax())
            .shortFlag("-p")
            .byDefault(new ServicePort(3000))
            .variable("PORT")
            .help("Port to listen on; 0 takes any free one. OUTSIDE:INSIDE for a server that binds another one.");

    public static final Key<String> HOST = listener("host", new Host())
            .byDefault(Host.EVERY, "every address, IPv6 and IPv4")
            .help("Address or name to listen on, as 127.0.0.1, ::1 or localhost; * is every address.");

    public static final Key<List<String>> LISTEN = listener("listen", new ListenText())
            .otherwise("what --port and --host say")
            .help(
                    "Where to listen, instead of --port and --host: HOST:PORT or unix:PATH,mode=660,owner=USER:GROUP, after"
                            + " NAME= for applications that tell their listeners apart. May be given several times.");

    public static final Key<Mode> MODE = group(Topic.SERVING, "mode", new Choice<>(List.of(Mode.values())))
            .label("M")
            .byDefault(Mode.HANDOFF)
            .variable("NODE_CLUSTER_SCHED_POLICY", "handoff; shared if $NODE_CLUSTER_SCHED_POLICY is none")
            .help(
                    "How connections come to workers: handoff (the master accepts and chooses a worker), shared (all workers"
                            + " accept on one socket) or reuseport (each worker accepts on its own socket).");

    public static final Key<Dispatch> DISPATCH = group(
                    Topic.SERVING, "dispatch", new Choice<>(List.of(Dispatch.values())))
            .label("D")
            .byDefault(Dispatch.ROUND_ROBIN, "round-robin; ip-hash with --sticky")
            .help("Which worker gets a connection: round-robin, least-connections, p2c or ip-hash.");

    public static final Key<Long> SLOW_START = group(Topic.SERVING, "slow-start", Amount.duration(0))
            .byDefault(0L, "0, its share at once")
            .help(
                    "A worker that joins others gets a growing share of the new connections, and after this time all of it.");

    public static final Key<Long> HOLD_TIMEOUT = group(Topic.SERVING, "hold-timeout", Amount.duration(1))
            .byDefault(30_000L)
            .help("How long a connection waits for a ready worker before it gets 503.");

    public static final Key<Boolean> MIGRATE = group(Topic.SERVING, "migrate", Switch.ON_OFF)
            .inFile("reload.migrate_idle")
            .byDefault(true)
            .help("Whether a worker that leaves gives its idle connections to the others; --no-migrate is off.");

    public static final Key<Boolean> REBALANCE = group(Topic.SERVING, "rebalance", new Flag())
            .byDefault(false)
            .help("Idle connections of the others go to a worker that joins, until it has about its share.");

    public static final Key<String> NAME = group(Topic.PROGRAM, "name", new ApplicationName())
            .otherwise("the file's name without its ending")
            .help("Name of the application, for the log and $BATON_APP of its workers.");

    public static final Key<Application.Kind> AS = group(Topic.PROGRAM, "as", new KindWord())
            .otherwise("what is found in the file")
            .help(
                    "What the file is: a jar with an application for Baton's workers, a server that knows nothing of Baton,"
                            + " or a Node program.");

    public static final Key<String> INTERPRETER = group(Topic.PROGRAM, "interpreter", new Text("CMD"))
            .namesFile()
            .otherwise("what the program's first line names, else node")
            .help("What runs the Node program: a path, or a name in $PATH, as deno.");

    public static final Key<List<String>> NODE_ARGS = group(Topic.PROGRAM, "node-args", new Words("ARGS"))
            .byDefault(List.of(), "none")
            .help(
                    "Arguments of the interpreter, before the program, as \"--max-old-space-size=512 --import tsx\". May be"
                            + " given several times.");

    public static final Key<Boolean> NODE_MIGRATE = group(Topic.PROGRAM, "node-migrate", new Flag())
            .byDefault(false)
            .help("A Node worker that leaves gives its connections to the others, by code of Baton's in its process.");

    public static final Key<Path> CWD = group(Topic.PROGRAM, "cwd", new FilePath("DIR"))
            .namesFile()
            .otherwise("the directory in which Baton was called")
            .help("Directory in which workers run.");

    public static final Key<String> USER = group(Topic.PROGRAM, "user", new Text("NAME"))
            .otherwise("the user of the master")
            .help("User that workers run as, with the user's groups. Only root may name another one.");

    public static final Key<Boolean> RELAY = group(Topic.PROGRAM, "relay", new Flag())
            .byDefault(false)
            .help("What one worker of a Node program says with process.send goes to all others.");

    public static final Key<String> READY_PATH = ServerKeys.readyPath(ALL);

    public static final Key<String> OWN_PORTS = ServerKeys.ownPorts(ALL);

    public static final Key<List<String>> WARM_UP = ServerKeys.warmUp(ALL);

    public static final Key<String> METRICS_PATH = ServerKeys.metricsPath(ALL);

    public static final Key<Boolean> OBSERVE = ServerKeys.observe(ALL);

    public static final Key<String> MAIN = ServerKeys.main(ALL);

    public static final Key<Boolean> STICKY = group(Topic.PROGRAM, "sticky", new Flag())
            .byDefault(false)
            .help(
                    "For programs with @socket.io/sticky: the master opens the port and sends them its connections; a client"
                            + " always gets the same worker (--dispatch ip-hash).");

    public static final Key<Long> INSTANCES = group(Topic.WORKERS, "instances", new Instances())
            .shortFlag("-i")
            .otherwise("1; for the built-in application max, or fewer where memory is short")
            .variable("WEB_CONCURRENCY")
            .help("Number of workers: max, auto or 0 for one per core, -1 for one fewer than there are cores.");

    public static final Key<Long> SPARES = group(Topic.WORKERS, "spares", Amount.number(0, 1024))
            .otherwise("1 with several workers and 1 GB of memory available, else 0")
            .help("Idle workers; one takes the slot of a dead worker at once.");

    public static final Key<String> SHARED = SharedKeys.shared(ALL);

    public static final Key<Long> SHARED_MEMORY = SharedKeys.memory(ALL);

    public static final Key<Long> MIN_READY = group(Topic.WORKERS, "min-ready", Amount.number(0, 1024))
            .inFile("ready.min")
            .byDefault(1L)
            .help(
                    "How many ready workers /health/ready and health expect, or all if there are fewer; 0: they do not mind"
                            + " this application.");

    public static final Key<Long> READY_TIMEOUT = group(Topic.WORKERS, "ready-timeout", Amount.duration(1))
            .inFile("ready.timeout")
            .byDefault(60_000L, "60s; 3m for a server that knows nothing of Baton")
            .help("How long a worker may take to become ready. Its start has failed after that.");

    /** A worker's loop says something every second; one lost beat must not kill it. */
    public static final Key<Long> HEARTBEAT_LIMIT = group(Topic.SUPERVISION, "heartbeat-limit", Amount.duration(2_000))
            .inFile("heartbeat.limit")
            .byDefault(5_000L)
            .help("A Java worker is killed when its event loop has been silent for longer; at least 2s.");

    public static final Key<Long> NODE_STALL_TIMEOUT = group(
                    Topic.SUPERVISION, "node-stall-timeout", Amount.duration(0))
            .byDefault(0L, "0, never")
            .help("A Node worker is killed when it has left a connection unaccepted for longer.");

    public static final Key<String> PROBE_PATH = ProbeKeys.path(ALL);
    public static final Key<Long> PROBE_INTERVAL = ProbeKeys.interval(ALL);
    public static final Key<Long> PROBE_TIMEOUT = ProbeKeys.timeout(ALL);
    public static final Key<Long> PROBE_FAILURES = ProbeKeys.failures(ALL);

    public static final Key<Long> BACKOFF = RestartKeys.backoff(ALL);

    public static final Key<Long> BACKOFF_MAX = RestartKeys.backoffMax(ALL);

    public static final Key<Long> MIN_UPTIME = RestartKeys.minUptime(ALL);

    public static final Key<BootFailure> ON_BOOT_FAILURE = RestartKeys.onBootFailure(ALL);

    public static final Key<Boolean> KILL_TREE = group(Topic.SUPERVISION, "kill-tree", Switch.ON_OFF)
            .byDefault(true)
            .help("Whether the children that a dead worker leaves behind are ended too.");

    public static final Key<Long> MAX_REQUESTS = group(Topic.RENEWAL, "max-requests", Amount.requests(0))
            .byDefault(0L, "0, never")
            .help("A worker is replaced after about so many requests.");

    public static final Key<Long> MAX_LIFETIME = group(Topic.RENEWAL, "max-lifetime", Amount.duration(0))
            .byDefault(0L, "0, never")
            .help("A worker is replaced when it has been ready for about so long.");

    public static final Key<Long> MAX_MEMORY_RESTART = group(Topic.RENEWAL, "max-memory-restart", Amount.size(0))
            .byDefault(0L, "0, never")
            .help("A worker is replaced when it has more resident memory.");

    public static final Key<Long> RELOAD_SURGE = ReloadKeys.surge(ALL);

    public static final Key<Long> RELOAD_TRIAL = ReloadKeys.trial(ALL);

    public static final Key<Long> RELOAD_PAUSE = ReloadKeys.pause(ALL);

    public static final Key<String> CRON_RELOAD = ReloadKeys.cron(ALL);

    /** With 28 s a stop is shorter than the 30 s that Kubernetes gives. */
    public static final Key<Long> KILL_TIMEOUT = group(Topic.STOPPING, "kill-timeout", Amount.duration(1))
            .byDefault(28_000L)
            .help("How long a worker may take to finish and leave before it is killed.");

    public static final Key<StopSignal> STOP_SIGNAL = group(Topic.STOPPING, "stop-signal", new StopSignalSyntax())
            .byDefault(StopSignal.NONE)
            .help("Sent to a Node program when it is told to leave, for its own handler: SIGTERM, INT, usr2, 15 ...");

    public static final Key<Long> DISCONNECT_DELAY = group(
                    Topic.STOPPING, "disconnect-delay", Amount.duration(0, 1_000))
            .byDefault(1_000L)
            .help("Wait before a Node worker is told to leave, so that clients which have connected can send their"
                    + " request; at most 1s.");

    public static final Key<Orphans> ORPHANS = group(Topic.STOPPING, "orphans", new Choice<>(List.of(Orphans.values())))
            .byDefault(Orphans.KILL)
            .help("Workers of a killed master die with it, or finish what they have.");

    public static final Key<Path> JAVA = JvmKeys.java(ALL);

    public static final Key<List<String>> JVM_ARGS = JvmKeys.arguments(ALL);

    public static final Key<Long> HEAP_TOTAL = JvmKeys.heapTotal(ALL);

    public static final Key<Cpus> CPUS = JvmKeys.cpus(ALL);

    public static final Key<Boolean> ARCHIVE = JvmKeys.archive(ALL);

    public static final Key<Boolean> OUTPUT_PREFIX = master(Topic.LOG, "output-prefix", Switch.ON_OFF)
            .byDefault(true)
            .help("Whether each line that a worker prints begins with the worker's name, as 'worker 1 | '.");

    public static final Key<Boolean> LOG_LEVEL = master(Topic.LOG, "log-level", new Switch("info", "debug", "debug"))
            .byDefault(false)
            .help("With debug the master logs each step in the life of a worker.");

    public static final Key<String> OUT_FILE = LogKeys.outFile(ALL);

    public static final Key<String> ERROR_FILE = LogKeys.errorFile(ALL);

    public static final Key<LogFormat> LOG_FORMAT = LogKeys.format(ALL);

    public static final Key<Boolean> LOG_TIME = LogKeys.time(ALL);

    public static final Key<Boolean> MERGE_LOGS = LogKeys.merged(ALL);

    public static final Key<Long> LOG_MAX_SIZE = LogKeys.maxSize(ALL);

    public static final Key<Long> LOG_MAX_FILES = LogKeys.maxFiles(ALL);

    public static final Key<Long> LOG_MAX_AGE = LogKeys.maxAge(ALL);

    public static final Key<Long> LOG_MAX_TOTAL = LogKeys.maxTotal(ALL);

    public static final Key<AdminAddress> ADMIN = AdminKeys.admin(ALL);
    public static final Key<List<String>> ADMIN_HOSTS = AdminKeys.hosts(ALL);
    public static final Key<Path> ADMIN_TOKEN_FILE = AdminKeys.tokenFile(ALL);
    public static final Key<Long> DRAIN_DELAY = AdminKeys.drainDelay(ALL);

    static {
        WorkerKeys.addTo(ALL);
    }

    private Keys() {}

    /** All of them, in the order of the help. */
    public static List<Key<?>> all() {
        return Collections.unmodifiableList(ALL);
    }

    /**
     * The key of this name.
     *
     * @throws ConfigException if there is none
     */
    public static Key<?> named(String name) {
        for (Key<?> key : ALL) {
            if (key.name().equals(name)) {
                return key;
            }
        }
        throw new ConfigException(name + ": no such setting");
    }

    private static <T> Key.Draft<T> master(Topic topic, String name, Syntax<T> syntax) {
        return new Key.Draft<>(ALL, Scope.MASTER, topic, name, syntax);
    }

    private static <T> Key.Draft<T> group(Topic topic, String name, Syntax<T> syntax) {
        return new Key.Draft<>(ALL, Scope.GROUP, topic, name, syntax);
    }

    private static <T> Key.Draft<T> listener(String name, Syntax<T> syntax) {
        return new Key.Draft<>(ALL, Scope.LISTENER, Topic.SERVING, name, syntax);
    }
}
