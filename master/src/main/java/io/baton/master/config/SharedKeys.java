package io.baton.master.config;

import java.util.List;

/** The keys of the state that workers share. */
final class SharedKeys {

    private static final long MB = 1L << 20;

    private static final long GB = 1L << 30;

    private SharedKeys() {}

    static Key<String> shared(List<Key<?>> table) {
        return new Key.Draft<>(table, Scope.GROUP, Topic.WORKERS, "shared", new SharedKeeper())
                .byDefault(SharedConfig.MASTER)
                .help("What keeps the state that workers share: master, off, or a Redis server, as redis://HOST.");
    }

    static Key<Long> memory(List<Key<?>> table) {
        return new Key.Draft<>(table, Scope.GROUP, Topic.WORKERS, "shared-memory", Amount.size(MB, GB))
                .byDefault(64 * MB)
                .help("How much of it the master keeps; then what was not used lately gives way.");
    }
}
