package io.baton.master.config;

import java.util.List;

/** The keys of how soon a dead worker's successor starts. */
final class RestartKeys {

    private RestartKeys() {}

    static Key<Long> backoff(List<Key<?>> table) {
        return key(table, "backoff", Amount.duration(0))
                .byDefault(100L)
                .help(
                        "Wait before the second start in a row of a worker that dies, and 1.5 times as long before each further"
                                + " one; 0 starts it at once.");
    }

    static Key<Long> backoffMax(List<Key<?>> table) {
        return key(table, "backoff-max", Amount.duration(0))
                .byDefault(15_000L)
                .help("The longest wait before a start.");
    }

    static Key<Long> minUptime(List<Key<?>> table) {
        return key(table, "min-uptime", Amount.duration(0))
                .byDefault(30_000L)
                .help("A worker that was ready for so long counts as stable: its exit is the first in a row.");
    }

    static Key<BootFailure> onBootFailure(List<Key<?>> table) {
        return key(table, "on-boot-failure", new Choice<>(List.of(BootFailure.values())))
                .byDefault(BootFailure.EXIT)
                .help(
                        "What the master does when three starts failed and no worker was ever ready: end with exit code 1, or"
                                + " go on trying.");
    }

    private static <T> Key.Draft<T> key(List<Key<?>> table, String name, Syntax<T> syntax) {
        return new Key.Draft<>(table, Scope.GROUP, Topic.SUPERVISION, name, syntax);
    }
}
