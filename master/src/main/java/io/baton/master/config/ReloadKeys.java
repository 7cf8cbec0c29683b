package io.baton.master.config;

import java.util.List;

/** The keys of how an application is reloaded. */
final class ReloadKeys {

    private static final String FLAGS = "reload-";
    private static final String PLACE = "reload.";
    private static final int MOST_AT_ONCE = 64;

    private ReloadKeys() {}

    static Key<Long> surge(List<Key<?>> table) {
        return key(table, "surge", Amount.number(0, MOST_AT_ONCE))
                .byDefault(1L)
                .help("How many workers more than usual there may be during a reload. With 0 a worker is stopped before"
                        + " the next one starts, where memory is short.");
    }

    static Key<Long> trial(List<Key<?>> table) {
        return key(table, "trial", Amount.duration(0))
                .byDefault(3_000L)
                .help("How long the first worker of a reload has to live before it gets connections and the others are"
                        + " replaced.");
    }

    static Key<Long> pause(List<Key<?>> table) {
        return key(table, "pause", Amount.duration(0))
                .byDefault(0L)
                .help(
                        "How long a new worker serves before the next one is replaced. On few cores a worker that starts makes"
                                + " the first requests of the one before it slower.");
    }

    static Key<String> cron(List<Key<?>> table) {
        return new Key.Draft<>(table, Scope.GROUP, Topic.RENEWAL, "cron-reload", new CronTime())
                .otherwise("never")
                .help(
                        "When the application is reloaded without being asked, as in crontab(5): \"0 4 * * *\" is every day"
                                + " at four.");
    }

    private static Key.Draft<Long> key(List<Key<?>> table, String name, Amount syntax) {
        return new Key.Draft<>(table, Scope.GROUP, Topic.RENEWAL, FLAGS + name, syntax).inFile(PLACE + name);
    }
}
