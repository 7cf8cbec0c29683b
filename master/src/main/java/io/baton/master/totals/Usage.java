package io.baton.master.totals;

import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.StringTokenizer;

/** What one process uses, from proc(5), stat. What a dead process used stays as it was seen last. One thread at a time. */
public final class Usage {

    /** Of what the kernel counts time in: USER_HZ, which is 100 on every architecture of Linux. */
    private static final int MS_PER_TICK = 10;

    /** Fields after the name, which may hold anything, as blanks. */
    private static final int USER_TIME = 11;

    private static final int SYSTEM_TIME = 12;
    private static final int THREADS = 17;
    private static final int RESIDENT_PAGES = 21;

    private final Path stat;

    private long cpuMs;
    private int threads;
    private long residentBytes;

    /** Of a process that was not looked at yet. */
    public Usage(int pid) {
        this.stat = Path.of("/proc", String.valueOf(pid), "stat");
    }

    /** Looks at the process. */
    public void look() {
        try {
            String text = Files.readString(stat);
            StringTokenizer fields = new StringTokenizer(text.substring(text.lastIndexOf(')') + 2));
            long ticks = 0;
            for (int i = 0; i <= RESIDENT_PAGES && fields.hasMoreTokens(); i++) {
                String field = fields.nextToken();
                if (i == USER_TIME || i == SYSTEM_TIME) {
                    ticks += Long.parseLong(field);
                } else if (i == THREADS) {
                    threads = Integer.parseInt(field);
                } else if (i == RESIDENT_PAGES) {
                    residentBytes = Long.parseLong(field) * Processes.pageSize();
                }
            }
            cpuMs = Math.max(cpuMs, ticks * MS_PER_TICK);
        } catch (IOException | RuntimeException e) {
            threads = 0;
            residentBytes = 0;
        }
    }

    /** Processor time that it has used since it began, in milliseconds. */
    public long cpuMs() {
        return cpuMs;
    }

    /** How many threads it has; 0 if unknown. */
    public int threads() {
        return threads;
    }

    /** Its resident memory; 0 if unknown. */
    public long residentBytes() {
        return residentBytes;
    }
}
