package io.baton.master.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.conductor.ManualClock;
import io.baton.master.journal.ApplicationEvent.RefusedClients;
import io.baton.master.journal.ApplicationJournal;
import io.baton.master.journal.Event;
import io.baton.master.journal.Journal;
import java.util.List;
import org.junit.jupiter.api.Test;

final class UnservedReportTest {

    private final ManualClock clock = new ManualClock();
    private final Journal journal = new Journal(clock);
    private final UnservedReport report =
            new UnservedReport(clock, new ApplicationJournal(journal, "api", ""), "closed");

    private List<Event> events() {
        return journal.from(1, 100).stream().map(entry -> entry.event()).toList();
    }

    private void refuse(int clients) {
        for (int i = 0; i < clients; i++) {
            report.one();
        }
    }

    private static RefusedClients event(long count, double perSecond) {
        return new RefusedClients("api", "", "closed", count, perSecond);
    }

    @Test
    void theFirstIsToldAtOnceAndTheOthersOnceInTenSeconds() {
        refuse(36);
        assertThat(events()).containsExactly(event(1, 0));
        clock.advanceMs(9_999);
        assertThat(events()).hasSize(1);
        clock.advanceMs(1);
        assertThat(events()).containsExactly(event(1, 0), event(35, 3.5));
        refuse(1);
        clock.advanceMs(10_000);
        assertThat(events()).last().isEqualTo(event(1, 0.1));
    }

    @Test
    void afterAQuietTimeTheNextIsToldAtOnce() {
        refuse(1);
        clock.advanceMs(60_000);
        assertThat(clock.timers()).isZero();
        refuse(1);
        assertThat(events()).containsExactly(event(1, 0), event(1, 0));
    }
}
