package io.baton.worker.http;

import java.util.Map;

/**
 * The numbers among what the operator configured; durations are milliseconds and sizes bytes by now.
 *
 * @param byName as {@link io.baton.worker.spi.Worker#options} has them
 */
record Options(Map<String, String> byName) {

    /** The number of this name, from 1 to a billion. */
    int number(String name, int otherwise) {
        return (int) number(name, otherwise, 1_000_000_000);
    }

    /**
     * The number of this name.
     *
     * @throws IllegalArgumentException if it is none from 1 on
     */
    long number(String name, long otherwise, long most) {
        String value = byName.get(name);
        if (value == null) {
            return otherwise;
        }
        long number = value.matches("[0-9]{1,18}") ? Long.parseLong(value) : 0;
        if (number < 1 || number > most) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: 1 to " + most + ")");
        }
        return number;
    }
}
