package io.baton.master.config;

import java.nio.file.Path;
import java.util.List;

/** The keys of the JVMs that workers run on. */
final class JvmKeys {

    private JvmKeys() {}

    static Key<Path> java(List<Key<?>> table) {
        return key(table, "java", new FilePath("PATH"))
                .inFile("jvm.java")
                .namesFile()
                .otherwise("the JVM of the master")
                .help("JVM of the workers, 17 or newer: the directory of a JDK, or its java.");
    }

    static Key<List<String>> arguments(List<Key<?>> table) {
        return key(table, "jvm-args", new JvmArguments())
                .inFile("jvm.args")
                .byDefault(List.of(), "none")
                .help(
                        "Arguments of the workers' JVMs, as \"-Xss512k -Dlog=app-{{index}}.log\"; stronger than Baton's. May be given"
                                + " several times.");
    }

    static Key<Long> heapTotal(List<Key<?>> table) {
        return key(table, "heap-total", Amount.size(0))
                .inFile("jvm.heap_total")
                .byDefault(0L, "0, no limit for all together")
                .help("The heaps of all workers together, of JVMs or of Node: each gets its share when it starts.");
    }

    static Key<Cpus> cpus(List<Key<?>> table) {
        return key(table, "cpus", new Choice<>(List.of(Cpus.values())))
                .inFile("jvm.cpus")
                .byDefault(Cpus.AUTO)
                .help("Whether a JVM sizes its pools and its collector for its share of the processors, or for all."
                        + " With auto only a server that knows nothing of Baton does, for 2 at least.");
    }

    static Key<Boolean> archive(List<Key<?>> table) {
        return key(table, "archive", new Switch("off", "auto", "auto"))
                .inFile("jvm.archive")
                .byDefault(true)
                .help("Class-data archive for faster starts of workers, made in the background.");
    }

    private static <T> Key.Draft<T> key(List<Key<?>> table, String name, Syntax<T> syntax) {
        return new Key.Draft<>(table, Scope.GROUP, Topic.JVM, name, syntax);
    }
}
