package io.baton.master.config;

import java.util.List;

/** The keys of servers that know nothing of Baton. */
final class ServerKeys {

    private ServerKeys() {}

    static Key<String> readyPath(List<Key<?>> table) {
        return key(table, "ready-path", new RequestPath())
                .inFile("ready.path")
                .otherwise("ready when it listens")
                .help("A server is ready when GET of this path on its port answers 2xx or 3xx.");
    }

    static Key<String> ownPorts(List<Key<?>> table) {
        return key(table, "own-ports", new OwnPorts())
                .otherwise("none")
                .help("Ports that each worker of a server binds for itself, as members of a cluster do.");
    }

    static Key<List<String>> warmUp(List<Key<?>> table) {
        return key(table, "warm-up", new WarmUpRequests())
                .otherwise("none")
                .help("A request that a new worker answers again and again before it is ready, as 'GET /'. May be given"
                        + " several times.");
    }

    static Key<String> metricsPath(List<Key<?>> table) {
        return key(table, "metrics-path", new RequestPath())
                .inFile("metrics")
                .otherwise("none")
                .help(
                        "Where each worker of a server or a Node program serves its own metrics; /metrics has their sum.");
    }

    static Key<Boolean> observe(List<Key<?>> table) {
        return key(table, "observe", Switch.ON_OFF)
                .byDefault(true)
                .help(
                        "Whether the bytes of a server's connections are watched, so that idle ones can move; --no-observe is"
                                + " off.");
    }

    static Key<String> main(List<Key<?>> table) {
        return key(table, "main", new Text("CLASS"))
                .otherwise("the Main-Class of the jar")
                .help("The class of a server that a JVM runs, in a jar or in a directory of classes.");
    }

    private static <T> Key.Draft<T> key(List<Key<?>> table, String name, Syntax<T> syntax) {
        return new Key.Draft<>(table, Scope.GROUP, Topic.PROGRAM, name, syntax);
    }
}
