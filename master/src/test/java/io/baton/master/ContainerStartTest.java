package io.baton.master;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ContainerStartTest {

    private static final String MACHINES = "pid:[4026531836]";
    private static final String CONTAINERS = "pid:[4026532201]";

    @Test
    void processOneWasStartedByAnEngine() {
        assertThat(ContainerStart.isOurs(1, 0, CONTAINERS)).isTrue();
        assertThat(ContainerStart.isOurs(1, 0, "")).isTrue();
    }

    @Test
    void aChildOfAContainersInitWasToo() {
        assertThat(ContainerStart.isOurs(7, 1, CONTAINERS)).isTrue();
        assertThat(ContainerStart.isOurs(9, 7, CONTAINERS)).isFalse();
    }

    /** As by systemd, or by nohup when its shell has ended: what was ignored stays so. */
    @Test
    void aChildOfTheMachinesInitWasNot() {
        assertThat(ContainerStart.isOurs(4711, 1, MACHINES)).isFalse();
        assertThat(ContainerStart.isOurs(4711, 1, "")).isFalse();
    }
}
