package io.baton.master;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What /proc/self/stat says of a terminal. */
final class ControllingTerminalTest {

    @Test
    void aHangupMeansAClosedTerminalOnlyWhereThereIsOne() {
        assertThat(ControllingTerminal.isIn("4711 (java) S 1 4711 4711 34816 4711 4194304 1 2 3\n"))
                .isTrue();
        assertThat(ControllingTerminal.isIn("4711 (java) S 1 4711 4711 0 -1 4194304 1 2 3\n"))
                .isFalse();
        assertThat(ControllingTerminal.isIn("4711 (a) b) 7 (c) S 1 4711 4711 0 -1 4194304 1\n"))
                .as("a name with brackets")
                .isFalse();
    }
}
