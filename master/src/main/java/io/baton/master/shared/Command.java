package io.baton.master.shared;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What one worker asks: a name and its arguments.
 *
 * @param words the name among them
 * @param misfit why it cannot be carried out; null if it was read as a whole
 */
record Command(List<byte[]> words, @Nullable String misfit) {

    /** Its name in capitals; empty if it has none. */
    String name() {
        return words.isEmpty() ? "" : text(0).toUpperCase(Locale.ROOT);
    }

    /** The number of words behind the name. */
    int arguments() {
        return words.size() - 1;
    }

    byte[] word(int index) {
        return words.get(index);
    }

    String text(int index) {
        return new String(words.get(index), StandardCharsets.UTF_8);
    }

    /** A word that is a 64-bit number. */
    long number(int index) {
        String text = text(index);
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name() + ": " + text + " (expected: a 64-bit number)", e);
        }
    }
}
