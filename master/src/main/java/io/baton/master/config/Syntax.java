package io.baton.master.config;

import java.util.List;
import java.util.Map;

/**
 * How the values of a {@link Key} are written.
 *
 * @param <T> what a value is
 */
interface Syntax<T> {

    /**
     * Reads a value.
     *
     * @throws ConfigException if the text is none; the message is the text and what is expected instead
     */
    T parse(String text);

    /** A value as an operator would write it. */
    String show(T value);

    /** What stands for a value in the help: {@code D}, {@code on|off}. Empty for a flag, which has no value. */
    String label();

    /**
     * Refuses a value that no configuration can have.
     *
     * @param name of the value, for the message
     * @throws ConfigException if it is one
     */
    default void require(String name, T value) {
        // Whatever can be parsed is fine, unless there is a range.
    }

    /** Whether a key may be given several times. */
    default boolean isRepeatable() {
        return false;
    }

    /** The value of a key that was given several times. */
    default T join(T first, T second) {
        throw new IllegalStateException("given twice: " + show(first) + " and " + show(second));
    }

    /** One of several values in a list, as a text that {@link #parse} reads as that one. */
    default String element(String text) {
        return text;
    }

    /** What values there are, as in {@code expected: a duration as 30s}. */
    default String expected() {
        return "a text";
    }

    /** What editors are told about a value, in the words of JSON Schema. */
    default Map<String, Object> schema() {
        return Map.of("type", List.of("string", "number", "boolean"));
    }

    /** The message about a text that is no value. */
    static ConfigException misfit(String text, String expected) {
        return new ConfigException(text + " (expected: " + expected + ")");
    }
}
