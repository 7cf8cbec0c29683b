package io.baton.bench.load;

import java.util.Locale;

/** Says on standard error what is being measured; standard output is for the result. */
final class Progress {

    private Progress() {}

    static void say(String format, Object... values) {
        System.err.println(String.format(Locale.ROOT, format, values));
    }
}
