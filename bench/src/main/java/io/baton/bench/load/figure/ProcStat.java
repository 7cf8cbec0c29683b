package io.baton.bench.load.figure;

/**
 * What {@code /proc/PID/stat} says of a process (proc(5)).
 *
 * @param cpuMicros processor time since its start, in user and kernel mode, all threads; in steps of 10 ms
 */
public record ProcStat(long pid, long parent, long cpuMicros) {

    /** The kernel shows clock ticks of USER_HZ, which is 100 on every Linux, whatever its own clock. */
    private static final long MICROS_PER_TICK = 10_000;

    private static final int PARENT = 1;
    private static final int UTIME = 11;
    private static final int STIME = 12;

    /** Reads the one line of the file; the name in it may hold blanks and parentheses of its own. */
    static ProcStat parse(String line) {
        int nameStart = line.indexOf(" (");
        int nameEnd = line.lastIndexOf(") ");
        if (nameStart < 0 || nameEnd < 0) {
            throw new IllegalArgumentException("stat: " + line + " (expected: pid (name) state ...)");
        }
        String[] fields = line.substring(nameEnd + 2).split(" ", -1);
        long ticks = Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME]);
        return new ProcStat(
                Long.parseLong(line.substring(0, nameStart)), Long.parseLong(fields[PARENT]), ticks * MICROS_PER_TICK);
    }
}
