package io.baton.worker.http;

import java.util.Map;

/**
 * Reads numbers from the operator's options, in which durations are milliseconds and sizes are bytes.
 *
 * @param byName as in {@link io.baton.worker.spi.Worker#options}
 */
record Options(Map<String, String> byName) {

    /** The number of this option, from 1 to a billion. */
    int number(String name, int otherwise) {
        return (int) number(name, otherwise, 1_000_000_000);
    }

    /**
     * The number of this option.
     *
     * @throws IllegalArgumentException unless it is a number from 1 to {@code most}
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
