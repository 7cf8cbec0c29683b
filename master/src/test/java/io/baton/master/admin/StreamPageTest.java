package io.baton.master.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class StreamPageTest {

    @Test
    void aClientGetsTheNewestEventsOrThoseAfterItsLastOne() {
        assertThat(StreamPage.first(1, 0)).isEqualTo(1);
        assertThat(StreamPage.first(1, 20)).isEqualTo(1);
        assertThat(StreamPage.first(1, 1000)).isEqualTo(701);
        assertThat(StreamPage.first(900, 1000)).isEqualTo(900);
        assertThat(StreamPage.first(1001, 1000)).isEqualTo(1001);
    }

    @Test
    void aClientThatFollowedAnotherMasterBeginsAnew() {
        assertThat(StreamPage.first(4711, 20)).isEqualTo(1);
    }
}
