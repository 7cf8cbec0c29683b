package io.baton.master.config;

import java.util.List;

/** The keys of how the master asks workers whether they are healthy. */
final class ProbeKeys {

    private static final String FLAGS = "probe-";
    private static final String PLACE = "probe.";
    private static final int MOST_FAILURES = 1_000;

    private ProbeKeys() {}

    static Key<String> path(List<Key<?>> table) {
        return key(table, "path", new RequestPath())
                .otherwise("workers are not asked")
                .help("Each ready worker is asked for this path over HTTP; 2xx or 3xx is healthy.");
    }

    static Key<Long> interval(List<Key<?>> table) {
        return key(table, "interval", Amount.duration(100))
                .byDefault(10_000L)
                .help("How often each worker is asked for --probe-path; at least 100ms.");
    }

    static Key<Long> timeout(List<Key<?>> table) {
        return key(table, "timeout", Amount.duration(1))
                .byDefault(2_000L)
                .help("How long a worker may take for its whole answer.");
    }

    static Key<Long> failures(List<Key<?>> table) {
        return key(table, "failures", Amount.number(1, MOST_FAILURES))
                .byDefault(3L)
                .help("A worker is unhealthy, and replaced, after so many failed answers in a row.");
    }

    private static <T> Key.Draft<T> key(List<Key<?>> table, String name, Syntax<T> syntax) {
        return new Key.Draft<>(table, Scope.GROUP, Topic.SUPERVISION, FLAGS + name, syntax).inFile(PLACE + name);
    }
}
