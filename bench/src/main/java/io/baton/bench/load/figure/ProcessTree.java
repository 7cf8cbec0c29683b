package io.baton.bench.load.figure;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A process with all that descend from it, as {@code /proc} shows them now. */
public final class ProcessTree {

    private ProcessTree() {}

    /** Processor time that the living processes of the tree have used since their starts, in microseconds. */
    public static long cpuMicros(long root) throws IOException {
        return cpuMicros(root, snapshot());
    }

    static long cpuMicros(long root, List<ProcStat> all) {
        long sum = 0;
        Deque<Long> waiting = new ArrayDeque<>(List.of(root));
        while (!waiting.isEmpty()) {
            long pid = waiting.remove();
            for (ProcStat process : all) {
                if (process.pid() == pid) {
                    sum += process.cpuMicros();
                } else if (process.parent() == pid) {
                    waiting.add(process.pid());
                }
            }
        }
        return sum;
    }

    private static List<ProcStat> snapshot() throws IOException {
        List<ProcStat> all = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                String line = stat(process);
                if (!line.isEmpty()) {
                    all.add(ProcStat.parse(line));
                }
            }
        }
        return all;
    }

    /** Empty for a process that ended meanwhile. */
    private static String stat(Path process) {
        try {
            return Files.readString(process.resolve("stat")).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
