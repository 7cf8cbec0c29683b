package io.baton.master.command;

import io.baton.master.config.ConfigException;
import io.baton.protocol.posix.SignalName;
import java.util.OptionalInt;

/** A signal as an operator writes it. */
final class Signal {

    private Signal() {}

    /**
     * Its name, as {@code SIGUSR2}.
     *
     * @param text {@code SIGUSR2}, {@code usr2} or {@code 12}
     */
    static String name(String text) {
        OptionalInt number = SignalName.number(text);
        if (number.isEmpty()) {
            throw new ConfigException(text + ": no signal (expected: a name or a number, as SIGUSR2, usr2 or 12)");
        }
        return String.valueOf(SignalName.of(number.getAsInt()));
    }
}
