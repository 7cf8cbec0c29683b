package io.baton.master.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.config.Machine;
import org.junit.jupiter.api.Test;

final class SpareCountTest {

    @Test
    void severalWorkersHaveASpareWhereThereIsRoomForOne() {
        assertThat(SpareCount.decide(2, 4000, Machine.UNLIMITED)).isEqualTo(spares(1, "2 workers, 4000 MB"));
        assertThat(SpareCount.decide(1, 4000, Machine.UNLIMITED)).isEqualTo(spares(0, "1 workers, 4000 MB"));
        assertThat(SpareCount.decide(2, 90, Machine.UNLIMITED)).isEqualTo(spares(0, "2 workers, 90 MB"));
    }

    @Test
    void aContainerThatMayHaveFewThreadsHasNone() {
        assertThat(SpareCount.decide(2, 4000, 100))
                .isEqualTo(new SpareCount(0, "2 workers, 4000 MB of memory available, 100 processes and threads"));
        assertThat(SpareCount.decide(2, 4000, 300).count()).isOne();
    }

    private static SpareCount spares(int count, String facts) {
        return new SpareCount(count, facts + " of memory available");
    }
}
