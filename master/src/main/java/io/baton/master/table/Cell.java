package io.baton.master.table;

/**
 * One field of a table.
 *
 * @param text without control characters
 * @param colour repeats what the text says
 */
public record Cell(String text, Colour colour) {

    /** A text in the terminal's own colour. */
    public static Cell of(String text) {
        return new Cell(text, Colour.NONE);
    }

    /** A number. */
    public static Cell of(long number) {
        return of(String.valueOf(number));
    }
}
