package io.baton.master.table;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows under heads, as wide as the terminal allows: columns of a high rank are left out first, then the longest texts are
 * cut. In a terminal it has a box, in a pipe only spaces, and every column.
 */
public final class Table {

    private static final int LEAST = 6;

    private final List<Column> columns;
    private final List<List<Cell>> rows = new ArrayList<>();

    /** A table without rows. */
    public Table(List<Column> columns) {
        this.columns = List.copyOf(columns);
    }

    /** Adds a row, a cell for each column. */
    public void add(List<Cell> row) {
        if (row.size() != columns.size()) {
            throw new IllegalArgumentException("cells: " + row.size() + " (expected: " + columns.size() + ")");
        }
        rows.add(List.copyOf(row));
    }

    /** The table, each line with its end. */
    public String text(Terminal terminal) {
        List<Integer> shown = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            shown.add(i);
        }
        int[] widths = widths(terminal);
        if (terminal.columns() > 0) {
            fit(shown, widths, terminal);
        }
        return terminal.interactive() ? boxed(shown, widths, terminal) : plain(shown, widths, terminal);
    }

    private int[] widths(Terminal terminal) {
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = title(i, terminal).length();
            for (List<Cell> row : rows) {
                widths[i] = Math.max(widths[i], row.get(i).text().length());
            }
        }
        return widths;
    }

    private void fit(List<Integer> shown, int[] widths, Terminal terminal) {
        while (total(shown, widths) > terminal.columns() && dropOne(shown)) {
            // One more has gone.
        }
        while (total(shown, widths) > terminal.columns()) {
            int longest = shown.get(0);
            for (int column : shown) {
                longest = widths[column] > widths[longest] ? column : longest;
            }
            if (widths[longest] <= LEAST) {
                return;
            }
            widths[longest]--;
        }
    }

    private boolean dropOne(List<Integer> shown) {
        int worst = 0;
        for (int i = 1; i < shown.size(); i++) {
            if (rank(shown.get(i)) >= rank(shown.get(worst))) {
                worst = i;
            }
        }
        if (rank(shown.get(worst)) == 0) {
            return false;
        }
        shown.remove(worst);
        return true;
    }

    private int rank(int column) {
        return columns.get(column).rank();
    }

    /** Two spaces and a line for each column, and one line more. */
    private static int total(List<Integer> shown, int[] widths) {
        int total = 1;
        for (int column : shown) {
            total += widths[column] + 3;
        }
        return total;
    }

    private String boxed(List<Integer> shown, int[] widths, Terminal terminal) {
        Box box = terminal.unicode() ? Box.LINES : Box.ASCII;
        StringBuilder text = new StringBuilder();
        text.append(box.top(shown, widths)).append('\n');
        for (int row = -1; row < rows.size(); row++) {
            for (int column : shown) {
                text.append(box.side()).append(' ');
                text.append(cell(row, column, widths[column], terminal)).append(' ');
            }
            text.append(box.side()).append('\n');
            if (row < 0) {
                text.append(box.middle(shown, widths)).append('\n');
            }
        }
        return text.append(box.bottom(shown, widths)).append('\n').toString();
    }

    private String plain(List<Integer> shown, int[] widths, Terminal terminal) {
        StringBuilder text = new StringBuilder();
        for (int row = -1; row < rows.size(); row++) {
            StringBuilder line = new StringBuilder();
            for (int column : shown) {
                line.append(cell(row, column, widths[column], terminal)).append("  ");
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private String cell(int row, int column, int width, Terminal terminal) {
        Cell cell = row < 0
                ? new Cell(title(column, terminal), Colour.BOLD)
                : rows.get(row).get(column);
        String content = cut(cell.text(), width, terminal);
        String space = " ".repeat(width - content.length());
        String coloured = terminal.in(cell.colour(), content);
        return columns.get(column).number() ? space + coloured : coloured + space;
    }

    private String title(int column, Terminal terminal) {
        return terminal.unicode()
                ? columns.get(column).title()
                : columns.get(column).plain();
    }

    private static String cut(String text, int width, Terminal terminal) {
        return text.length() <= width ? text : text.substring(0, width - 1) + (terminal.unicode() ? "…" : "~");
    }
}
