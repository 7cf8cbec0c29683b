package io.baton.protocol.posix;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Names and numbers of signals (signal(7)), which are the same on x86_64 and aarch64. */
public final class SignalName {

    private static final String PREFIX = "SIG";

    /** The names in the order of their numbers, from 1 on. */
    private static final List<String> NAMES = List.of(
            "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM",
            "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF",
            "WINCH", "IO", "PWR", "SYS");

    private static final int LAST = NAMES.size();

    private SignalName() {}

    /** The name of a number, as {@code SIGTERM}; null for a real-time signal and for a number that is no signal. */
    public static @Nullable String of(int number) {
        return number < 1 || number > LAST ? null : PREFIX + NAMES.get(number - 1);
    }

    /** The number of a name, with or without {@code SIG}, in any case, or of a number in digits; empty if it is neither. */
    public static OptionalInt number(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        int number = NAMES.indexOf(upper.startsWith(PREFIX) ? upper.substring(PREFIX.length()) : upper) + 1;
        for (int named = 1; named <= LAST; named++) {
            number = upper.equals(String.valueOf(named)) ? named : number;
        }
        return number == 0 ? OptionalInt.empty() : OptionalInt.of(number);
    }
}
