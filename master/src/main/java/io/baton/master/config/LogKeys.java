package io.baton.master.config;

import java.util.List;

/** The keys of where and how the output of an application's workers is kept. */
final class LogKeys {

    private LogKeys() {}

    static Key<String> outFile(List<Key<?>> table) {
        return key(table, "out-file", new Text("PATH"))
                .namesFile()
                .otherwise("logs/NAME-SLOT-out.log in the home of a daemon, else standard output")
                .help(
                        "File for what the workers print to standard output; {{slot}} in its name is the slot's number, and"
                                + " then each slot has its own.");
    }

    static Key<String> errorFile(List<Key<?>> table) {
        return key(table, "error-file", new Text("PATH"))
                .namesFile()
                .otherwise("logs/NAME-SLOT-err.log in the home of a daemon, else standard error")
                .help("The same for standard error.");
    }

    static Key<LogFormat> format(List<Key<?>> table) {
        return key(table, "log-format", new Choice<>(List.of(LogFormat.values())))
                .otherwise("raw; prefixed where slots share a file")
                .help("How a line stands in a file: prefixed ('api:1 | ...'), raw or json.");
    }

    static Key<Boolean> time(List<Key<?>> table) {
        return key(table, "log-time", Switch.ON_OFF)
                .byDefault(false)
                .help(
                        "Whether each line in a file begins with the time at which it was printed; a JSON line has it anyway.");
    }

    static Key<Boolean> merged(List<Key<?>> table) {
        return key(table, "merge-logs", Switch.ON_OFF)
                .byDefault(false)
                .help("Whether the workers of an application share logs/NAME-out.log and logs/NAME-err.log.");
    }

    static Key<Long> maxSize(List<Key<?>> table) {
        return key(table, "log-max-size", Amount.size(0))
                .byDefault(10L << 20)
                .help("A file that would grow larger is renamed to FILE.1, and FILE begins anew; 0 for any size.");
    }

    static Key<Long> maxFiles(List<Key<?>> table) {
        return key(table, "log-max-files", Amount.number(0, 1000))
                .byDefault(10L)
                .help("Renamed files that are kept beside each file.");
    }

    static Key<Long> maxAge(List<Key<?>> table) {
        return key(table, "log-max-age", Amount.duration(0))
                .byDefault(0L, "0, any")
                .help("A file whose first line is older is renamed when the next line comes.");
    }

    static Key<Long> maxTotal(List<Key<?>> table) {
        return key(table, "log-max-total", Amount.size(0))
                .byDefault(1L << 30)
                .help("All files of an application together; the oldest renamed ones go first. 0 for any size.");
    }

    private static <T> Key.Draft<T> key(List<Key<?>> table, String name, Syntax<T> syntax) {
        return new Key.Draft<>(table, Scope.GROUP, Topic.LOG, name, syntax);
    }
}
