package io.baton.master.table;

import java.util.List;

/** The lines around a table. Each text has its characters in the order left, line, crossing, right. */
record Box(String side, String first, String between, String last) {

    /** Box drawing characters. */
    static final Box LINES = new Box("│", "┌─┬┐", "├─┼┤", "└─┴┘");

    /** For a terminal that has only ASCII. */
    static final Box ASCII = new Box("|", "+-++", "+-++", "+-++");

    String top(List<Integer> shown, int[] widths) {
        return line(first, shown, widths);
    }

    String middle(List<Integer> shown, int[] widths) {
        return line(between, shown, widths);
    }

    String bottom(List<Integer> shown, int[] widths) {
        return line(last, shown, widths);
    }

    private static String line(String characters, List<Integer> shown, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column : shown) {
            line.append(line.length() == 0 ? characters.charAt(0) : characters.charAt(2));
            line.append(String.valueOf(characters.charAt(1)).repeat(widths[column] + 2));
        }
        return line.append(characters.charAt(3)).toString();
    }
}
