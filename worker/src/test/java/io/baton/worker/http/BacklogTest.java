package io.baton.worker.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BacklogTest {
    private final Backlog backlog = new Backlog(100);
    private final Backlog.Share one = backlog.new Share();
    private final Backlog.Share other = backlog.new Share();

    @Test
    void allTogetherMayKeepSoMuch() {
        assertThat(one.keeps(60)).isTrue();
        assertThat(other.keeps(40)).isTrue();
        assertThat(other.keeps(41)).isFalse();
    }

    @Test
    void connectionThatKeepsNoMoreThanBeforeIsNotRefused() {
        assertThat(one.keeps(60)).isTrue();
        assertThat(other.keeps(60)).isFalse();
        assertThat(one.keeps(60)).isTrue();
        assertThat(one.keeps(50)).isTrue();
    }

    @Test
    void freedBytesAreRoomForOtherConnections() {
        assertThat(one.keeps(100)).isTrue();
        assertThat(one.keeps(0)).isTrue();
        assertThat(other.keeps(100)).isTrue();
    }
}
