package io.baton.master.config;

import io.baton.protocol.posix.Processes;
import io.baton.protocol.posix.SignalName;
import java.util.Locale;

/**
 * The signal by which a Node program is told to leave, besides the word over its channel.
 *
 * @param number of the signal; 0: none
 */
public record StopSignal(int number) {

    public static final StopSignal NONE = new StopSignal(0);

    private static final String NO_SIGNAL = "none";

    public StopSignal {
        if (number == Processes.SIGKILL || number == Processes.SIGSTOP) {
            throw wrong(String.valueOf(SignalName.of(number)));
        }
    }

    /**
     * A signal as an operator writes it: {@code SIGTERM}, {@code term}, {@code 15}, or {@code none}.
     *
     * @throws ConfigException if it is no signal, or one that no program can handle
     */
    public static StopSignal of(String text) {
        return text.toLowerCase(Locale.ROOT).equals(NO_SIGNAL)
                ? NONE
                : new StopSignal(SignalName.number(text).orElseThrow(() -> wrong(text)));
    }

    /** Whether there is none. */
    public boolean isNone() {
        return number == 0;
    }

    private static ConfigException wrong(String text) {
        return Syntax.misfit(text, "none, or a signal that a program can hear, as SIGTERM, INT, usr2 or 15");
    }

    @Override
    public String toString() {
        String name = SignalName.of(number);
        return name == null ? NO_SIGNAL : name;
    }
}
