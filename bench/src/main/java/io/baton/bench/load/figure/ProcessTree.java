package io.baton.bench.load.figure;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A process with all its descendants, as {@code /proc} shows them now. */
public final class ProcessTree {

    private static final Path PROC = Path.of("/proc");

    private ProcessTree() {}

    /** Processor time that the living processes of the tree have used since their starts, in microseconds. */
    public static long cpuMicros(long root) throws IOException {
        return of(root, snapshot()).stream().mapToLong(ProcStat::cpuMicros).sum();
    }

    /** Processor time of the root alone, in microseconds; 0 if it has ended. */
    public static long cpuMicrosOfRoot(long root) {
        String line = stat(PROC.resolve(String.valueOf(root)));
        return line.isEmpty() ? 0 : ProcStat.parse(line).cpuMicros();
    }

    /** Memory of the living processes of the tree. */
    public static Memory memory(long root) throws IOException {
        Memory sum = Memory.NONE;
        for (ProcStat process : of(root, snapshot())) {
            sum = sum.plus(memory(PROC.resolve(String.valueOf(process.pid()))));
        }
        return sum;
    }

    static List<ProcStat> of(long root, List<ProcStat> all) {
        List<ProcStat> tree = new ArrayList<>();
        Deque<Long> waiting = new ArrayDeque<>(List.of(root));
        while (!waiting.isEmpty()) {
            long pid = waiting.remove();
            for (ProcStat process : all) {
                if (process.pid() == pid) {
                    tree.add(process);
                } else if (process.parent() == pid) {
                    waiting.add(process.pid());
                }
            }
        }
        return tree;
    }

    private static List<ProcStat> snapshot() throws IOException {
        List<ProcStat> all = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
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

    private static Memory memory(Path process) {
        try {
            return Memory.parse(Files.readAllLines(process.resolve("smaps_rollup")));
        } catch (IOException e) {
            return Memory.NONE;
        }
    }
}
