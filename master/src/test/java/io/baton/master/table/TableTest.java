package io.baton.master.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TableTest {

    private final Table table = new Table(List.of(
            Column.number("id", 0),
            Column.text("name", 0),
            Column.number("pid", 2),
            new Column("↺", "rst", true, 1),
            Column.text("status", 0)));

    TableTest() {
        table.add(List.of(Cell.of(0), Cell.of("api"), Cell.of(4711), Cell.of(2), new Cell("online", Colour.GREEN)));
        table.add(
                List.of(Cell.of(10), Cell.of("a-long-name"), Cell.of(12), Cell.of(0), new Cell("stopped", Colour.DIM)));
    }

    @Test
    void aTerminalGetsABox() {
        assertThat(table.text(new Terminal(true, 80, true, false)))
                .isEqualTo(
                        """
                        ┌────┬─────────────┬──────┬───┬─────────┐
                        │ id │ name        │  pid │ ↺ │ status  │
                        ├────┼─────────────┼──────┼───┼─────────┤
                        │  0 │ api         │ 4711 │ 2 │ online  │
                        │ 10 │ a-long-name │   12 │ 0 │ stopped │
                        └────┴─────────────┴──────┴───┴─────────┘
                        """);
    }

    @Test
    void aTerminalWithoutUtf8GetsTheSameInAscii() {
        assertThat(table.text(new Terminal(true, 80, false, false)))
                .startsWith(
                        "+----+-------------+------+-----+---------+\n| id | name        |  pid | rst | status  |\n")
                .matches("\\p{ASCII}*");
    }

    @Test
    void aPipeGetsWordsAndSpacesOnlyAndAllColumns() {
        assertThat(table.text(Terminal.NONE))
                .isEqualTo(
                        """
                        id  name          pid  rst  status
                         0  api          4711    2  online
                        10  a-long-name    12    0  stopped
                        """);
    }

    @Test
    void aNarrowTerminalLosesTheLeastImportantColumnsFirst() {
        assertThat(table.text(new Terminal(true, 36, true, false))).contains("│ id │ name        │ ↺ │ status  │\n");
        assertThat(table.text(new Terminal(true, 32, true, false))).contains("│ id │ name        │ status  │\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {120, 80, 41, 40, 36, 33, 32, 31, 28, 25})
    void noLineIsWiderThanTheTerminal(int columns) {
        assertThat(table.text(new Terminal(true, columns, true, false)).lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(columns));
    }

    @Test
    void longTextsAreCutWhenNoColumnCanGo() {
        assertThat(table.text(new Terminal(true, 28, true, false))).contains("│ 10 │ a-long-n… │ stopped │");
    }

    @Test
    void coloursAreAroundTextsThatSayTheSame() {
        String text = table.text(new Terminal(true, 80, true, true));
        assertThat(text).contains("\u001b[32monline\u001b[0m ").contains("\u001b[2mstopped\u001b[0m");
        assertThat(text.replaceAll("\u001b\\[\\d+m", "")).isEqualTo(table.text(new Terminal(true, 80, true, false)));
    }
}
