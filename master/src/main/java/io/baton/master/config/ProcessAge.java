package io.baton.master.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How old this process is, whatever the clock on the wall was set to, and however often it has executed itself again. */
public final class ProcessAge {

    /** Of what {@code /proc} counts time in (proc(5)): USER_HZ, which is 100 on every architecture of Linux. */
    private static final int TICKS_PER_SECOND = 100;

    /** Fields of stat after the name, which may hold anything, as blanks. */
    private static final int START_TIME = 19;

    private ProcessAge() {}

    /** In seconds with one decimal, as {@code 0.7}; {@code ?} if the kernel does not say. */
    public static String seconds() {
        try {
            String stat = Files.readString(Path.of("/proc/self/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            String uptime = Files.readString(Path.of("/proc/uptime"));
            double now = Double.parseDouble(uptime.substring(0, uptime.indexOf(' ')));
            long tenths = Math.round((now - Double.parseDouble(fields[START_TIME]) / TICKS_PER_SECOND) * 10);
            return tenths / 10 + "." + tenths % 10;
        } catch (IOException e) {
            return "?";
        }
    }
}
