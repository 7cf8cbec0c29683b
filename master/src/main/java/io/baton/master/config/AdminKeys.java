package io.baton.master.config;

import java.nio.file.Path;
import java.util.List;

/** The keys of what a master shows of itself over HTTP. */
final class AdminKeys {

    private AdminKeys() {}

    static Key<AdminAddress> admin(List<Key<?>> table) {
        return key(table, Topic.ADMIN, "admin", new AdminAddressSyntax())
                .otherwise("none, it is off")
                .help("Where the master serves metrics, health and events; a port alone is one of 127.0.0.1.");
    }

    static Key<List<String>> hosts(List<Key<?>> table) {
        return key(table, Topic.ADMIN, "admin-hosts", new Words("NAMES"))
                .byDefault(List.of(), "none")
                .help("Names under which clients may ask there, besides localhost and addresses.");
    }

    static Key<Path> tokenFile(List<Key<?>> table) {
        return key(table, Topic.ADMIN, "admin-token-file", new FilePath("PATH"))
                .namesFile()
                .otherwise("admin.token of the home")
                .help("File with the token that clients need there, as from a Secret of Kubernetes.");
    }

    static Key<Long> drainDelay(List<Key<?>> table) {
        return key(table, Topic.ADMIN, "drain-delay", Amount.duration(0, 600_000))
                .byDefault(0L)
                .help("How long the master still accepts connections at a stop, while /health/ready says no.");
    }

    private static <T> Key.Draft<T> key(List<Key<?>> table, Topic topic, String name, Syntax<T> syntax) {
        return new Key.Draft<>(table, Scope.MASTER, topic, name, syntax);
    }
}
