package io.baton.bench.load;

import java.util.Locale;

/** Prints the progress of a measurement on standard error. Standard output is for the result. */
public final class Progress {

    private Progress() {}

    /** Prints a line. */
    public static void say(String format, Object... values) {
        System.err.println(String.format(Locale.ROOT, format, values));
    }
}
