package io.baton.bench.load;

import java.util.Locale;

/** Says on standard error what is being measured; standard output is for the result. */
public final class Progress {

    private Progress() {}

    /** Says a line. */
    public static void say(String format, Object... values) {
        System.err.println(String.format(Locale.ROOT, format, values));
    }
}
