package io.baton.master.config;

import io.baton.protocol.WorkerOption;
import java.util.List;

/** The keys that only workers read: each is an argument of the worker's program. The master asks for none of their values. */
final class WorkerKeys {

    private final List<Key<?>> table;

    private WorkerKeys(List<Key<?>> table) {
        this.table = table;
    }

    /** Adds them to a table, in the order of the help. */
    static void addTo(List<Key<?>> table) {
        WorkerKeys keys = new WorkerKeys(table);
        keys.addForClients();
        keys.addForBuiltIn();
    }

    private void addForClients() {
        add(
                key(Topic.CLIENTS, WorkerOption.HEADER_TIMEOUT),
                "For a request's head, from its first byte; a slower one gets 408.");
        add(
                key(Topic.CLIENTS, WorkerOption.BODY_TIMEOUT),
                "For a request's body, from the end of its head; a slower one gets 408.");
        add(
                key(Topic.CLIENTS, WorkerOption.KEEP_ALIVE_TIMEOUT),
                "A connection is closed when it has been idle, or its client has not read, for longer.");
        add(key(Topic.CLIENTS, WorkerOption.MAX_REQUEST_LINE), "A longer request line gets 414.");
        add(key(Topic.CLIENTS, WorkerOption.MAX_HEADER_BYTES), "Header fields that are larger together get 431.");
        add(key(Topic.CLIENTS, WorkerOption.MAX_HEADER_FIELDS), "More header fields get 431.");
        add(key(Topic.CLIENTS, WorkerOption.MAX_BODY), "A larger request body gets 413.");
        add(
                key(Topic.CLIENTS, WorkerOption.MAX_CONNECTIONS)
                        .otherwise("as many as it has descriptors and memory for"),
                "Open connections of a worker; more go to other workers, or wait.");
        add(
                key(Topic.CLIENTS, WorkerOption.DRAIN_BUDGET).otherwise("the whole drain"),
                "For connections that cannot move to another worker; then a draining worker ends them.");
    }

    private void addForBuiltIn() {
        add(
                key(Topic.BUILT_IN, WorkerOption.COMPUTE_THREADS).otherwise("cores / workers, at least 1"),
                "Computations at once in a worker.");
        add(key(Topic.BUILT_IN, WorkerOption.COMPUTE_QUEUE), "Computations that may wait in a worker.");
        add(
                key(Topic.BUILT_IN, WorkerOption.COMPUTE_TIMEOUT),
                "For a computation, from its request; a slower one is stopped and gets 503.");
        add(
                new Key.Draft<>(table, Scope.WORKER, Topic.BUILT_IN, "demo-faults", new Flag()).byDefault(false),
                "Adds /throw, /block?ms=, /oom and /exit?code= to the built-in application.");
    }

    private static void add(Key.Draft<?> key, String help) {
        Key<?> unused = key.help(help);
    }

    private Key.Draft<Long> key(Topic topic, WorkerOption option) {
        Key.Draft<Long> key = new Key.Draft<>(table, Scope.WORKER, topic, option.toString(), Amount.of(option));
        return option.byDefault() == WorkerOption.NONE ? key : key.byDefault(option.byDefault());
    }
}
