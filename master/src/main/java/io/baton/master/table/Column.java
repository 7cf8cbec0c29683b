package io.baton.master.table;

/**
 * One column of a table.
 *
 * @param title its head
 * @param plain its head where there are only ASCII characters
 * @param number whether its texts stand to the right
 * @param rank columns with the highest rank are left out first where the table is too wide; 0 for one that always stays
 */
public record Column(String title, String plain, boolean number, int rank) {

    /** A column of texts. */
    public static Column text(String title, int rank) {
        return new Column(title, title, false, rank);
    }

    /** A column of numbers. */
    public static Column number(String title, int rank) {
        return new Column(title, title, true, rank);
    }
}
