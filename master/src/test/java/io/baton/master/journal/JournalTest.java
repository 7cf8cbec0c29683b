package io.baton.master.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.conductor.ManualClock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens is kept, told and logged, in order. */
final class JournalTest {

    private final ManualClock clock = new ManualClock();
    private final Journal journal = new Journal(clock);
    private final LoggedLines log = LoggedLines.of(Journal.class);
    private final List<Long> heard = new ArrayList<>();
    private final Journal.Subscriber subscriber = entry -> heard.add(entry.seq());

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void eachEventIsOneLineOfTheLog() {
        EventLines.ALL.keySet().forEach(journal::add);
        assertThat(log.lines()).containsExactlyElementsOf(EventLines.ALL.values());
    }

    @Test
    void noKindOfEventIsWithoutALineInThisTest() {
        Set<Class<?>> kinds = new HashSet<>();
        collect(Event.class, kinds);
        Set<Class<?>> shown = new HashSet<>();
        EventLines.ALL.keySet().forEach(event -> shown.add(event.getClass()));
        assertThat(shown).isEqualTo(kinds);
    }

    @Test
    void differentKindsOfEventsHaveDifferentTypes() {
        Map<String, Set<Class<?>>> kinds = new HashMap<>();
        for (Event event : EventLines.ALL.keySet()) {
            kinds.computeIfAbsent(event.type(), type -> new HashSet<>()).add(event.getClass());
        }
        assertThat(kinds.values()).allMatch(classes -> classes.size() == 1);
    }

    @Test
    void bracesInWordsOfAWorkerAreShownAsTheyAre() {
        journal.add(new MasterEvent.Stopping("{0} isn't"));
        assertThat(log.lines()).containsExactly("INFO stopping: {0} isn't");
    }

    @Test
    void eventsAreNumberedFromOneAndStampedWithTheTimeSinceTheStart() {
        journal.add(new MasterEvent.Stopped());
        clock.advanceMs(70);
        journal.add(new MasterEvent.Stopped());
        List<Entry> entries = new ArrayList<>();
        journal.subscribe(1, entries::add);
        assertThat(entries).extracting(Entry::seq).containsExactly(1L, 2L);
        assertThat(entries).extracting(Entry::ms).containsExactly(0L, 70L);
        assertThat(journal.lastSeq()).isEqualTo(2);
    }

    @Test
    void theLastThousandAreKept() {
        happen(1_003);
        journal.subscribe(1, subscriber);
        assertThat(heard).hasSize(1_000).startsWith(4L).endsWith(1_003L).isSorted();
    }

    @Test
    void aSubscriberHearsWhatWasFromItsNumberOnAndThenWhatHappens() {
        happen(5);
        journal.subscribe(4, subscriber);
        happen(2);
        assertThat(heard).containsExactly(4L, 5L, 6L, 7L);
    }

    @Test
    void aSubscriberThatAsksForTheFutureHearsOnlyThat() {
        happen(5);
        journal.subscribe(journal.lastSeq() + 1, subscriber);
        happen(1);
        assertThat(heard).containsExactly(6L);
    }

    @Test
    void aSubscriberThatHasGoneHearsNothing() {
        journal.subscribe(1, subscriber);
        happen(1);
        journal.unsubscribe(subscriber);
        journal.unsubscribe(subscriber);
        happen(1);
        assertThat(heard).containsExactly(1L);
    }

    @Test
    void aSubscriberMayGoWhileItHears() {
        List<Long> once = new ArrayList<>();
        journal.subscribe(1, new Journal.Subscriber() {
            @Override
            public void heard(Entry entry) {
                once.add(entry.seq());
                journal.unsubscribe(this);
            }
        });
        journal.subscribe(1, subscriber);
        happen(2);
        assertThat(once).containsExactly(1L);
        assertThat(heard).containsExactly(1L, 2L);
    }

    @Test
    void aSubscriberMayGoWhileItHearsWhatWasBefore() {
        happen(3);
        List<Long> once = new ArrayList<>();
        journal.subscribe(1, new Journal.Subscriber() {
            @Override
            public void heard(Entry entry) {
                once.add(entry.seq());
                journal.unsubscribe(this);
            }
        });
        happen(1);
        assertThat(once).containsExactly(1L);
    }

    private static void collect(Class<?> type, Set<Class<?>> kinds) {
        if (type.isRecord()) {
            kinds.add(type);
        } else {
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                collect(permitted, kinds);
            }
        }
    }

    private void happen(int times) {
        for (int i = 0; i < times; i++) {
            journal.add(new MasterEvent.Stopping("again"));
        }
    }
}
