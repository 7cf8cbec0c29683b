package io.baton.master.group;

import io.baton.master.config.ConfigException;

/** A number of workers as an operator asks for it: {@code 4}, or relative to what there is: {@code +1}, {@code -2}. */
final class Scale {

    private static final int MOST = 1024;

    private Scale() {}

    /**
     * The number that is asked for.
     *
     * @param now how many there are
     * @throws ConfigException if it is none, or not from 1 to 1024
     */
    static int of(String change, int now) {
        boolean relative = change.startsWith("+") || change.startsWith("-");
        int number;
        try {
            number = Integer.parseInt(change);
        } catch (NumberFormatException e) {
            throw new ConfigException(change + " (expected: a number of workers, as 4, +1 or -2)");
        }
        long wanted = relative ? (long) now + number : number;
        if (wanted < 1 || wanted > MOST) {
            throw new ConfigException(wanted + " workers (expected: 1 to " + MOST + "; to have none, stop it)");
        }
        return (int) wanted;
    }
}
