package io.baton.master.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.conductor.ManualClock;
import io.baton.master.journal.Journal;
import io.baton.master.journal.MasterEvent;
import io.baton.master.snapshot.MasterSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client of the control socket is answered. */
final class SessionTest {

    private static final String SNAPSHOT = "{\"v\":1,\"request\":\"snapshot\"}";
    private static final String STATE =
            "{\"v\":1,\"snapshot\":{\"pid\":4711,\"version\":\"1\",\"home\":\"/h\",\"foreground\":true,"
                    + "\"ageMs\":5,\"startedAtMs\":6,\"lastSeq\":0,\"groups\":[],\"notices\":[]}}";

    private final ManualClock clock = new ManualClock();
    private final Journal journal = new Journal(clock);
    private final List<String> sent = new ArrayList<>();
    private final FakeOrders orders = new FakeOrders();
    private final Session session = new Session(
            new MasterProxy(
                    clock,
                    journal,
                    () -> new MasterSnapshot(4711, "1", "/h", true, 5, 6, 0, List.of(), List.of()),
                    orders),
            Runnable::run,
            new Session.Output() {
                @Override
                public void send(String line) {
                    sent.add(line);
                }

                @Override
                public void flush() {}

                @Override
                public void endWhenSent() {
                    ended = true;
                }
            },
            UnaryOperator.identity());

    private boolean ended;

    @Test
    void eachSnapshotIsAnsweredBeforeTheNextRequestIsRead() {
        session.line(SNAPSHOT);
        assertThat(session.isIdle()).isFalse();
        conductorTurns();
        assertThat(session.isIdle()).isTrue();
        session.line(SNAPSHOT);
        conductorTurns();
        assertThat(sent).containsExactly(STATE, STATE);
        assertThat(ended).isFalse();
    }

    @Test
    void eventsComeAsTheyWereThenAsTheyHappen() {
        happens("one");
        session.line("{\"v\":1,\"request\":\"events\"}");
        conductorTurns();
        session.sent();
        conductorTurns();
        happens("two");
        assertThat(sent).hasSize(2);
        assertThat(sent.get(1))
                .matches("\\{\"v\":1,\"seq\":2,\"ms\":0,\"atMs\":\\d+,\"type\":\"master.stopping\",\"app\":\"\","
                        + "\"level\":\"INFO\",\"text\":\"stopping: two\",\"event\":\\{\"reason\":\"two\"}}");
    }

    @Test
    void eventsBeforeTheNumberAskedForAreLeftOut() {
        happens("one");
        happens("two");
        session.line("{\"v\":1,\"request\":\"events\",\"since\":2}");
        conductorTurns();
        assertThat(sent).hasSize(1).first().asString().contains("\"seq\":2");
    }

    @Test
    void aClientThatTakesNothingHasOneBatchInMemoryHoweverMuchHappens() {
        happens("begin");
        session.line("{\"v\":1,\"request\":\"events\"}");
        conductorTurns();
        for (int i = 0; i < 10_000; i++) {
            happens("more");
        }
        assertThat(sent).hasSizeLessThanOrEqualTo(EventFeed.BATCH);
    }

    @Test
    void aClientThatIsTooSlowIsToldWhatItMissesAndClosed() {
        happens("begin");
        session.line("{\"v\":1,\"request\":\"events\"}");
        conductorTurns();
        for (int i = 0; i < Journal.CAPACITY + 1; i++) {
            happens("more");
        }
        session.sent();
        conductorTurns();
        assertThat(sent).last().isEqualTo("{\"v\":1,\"error\":\"too slow: events 2 to 2 are lost\"}");
        assertThat(ended).isTrue();
    }

    @Test
    void aSlowClientThatCatchesUpInTimeMissesNothing() {
        session.line("{\"v\":1,\"request\":\"events\"}");
        for (int i = 0; i < 500; i++) {
            happens("more");
        }
        for (int i = 0; i < 10; i++) {
            session.sent();
            conductorTurns();
        }
        assertThat(sent).hasSize(500).last().asString().contains("\"seq\":500,");
    }

    @Test
    void aClientThatIsGoneIsToldNothing() {
        session.line("{\"v\":1,\"request\":\"events\"}");
        conductorTurns();
        session.closed();
        conductorTurns();
        happens("one");
        assertThat(sent).isEmpty();
    }

    @Test
    void theLastEventsAreSentBeforeTheMasterEnds() {
        session.line("{\"v\":1,\"request\":\"events\"}");
        conductorTurns();
        journal.add(new MasterEvent.Stopped());
        session.finish();
        conductorTurns();
        session.sent();
        conductorTurns();
        assertThat(sent).hasSize(1).first().asString().contains("master.stopped");
        assertThat(ended).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GET / HTTP/1.1",
                "[]",
                "1",
                "{}",
                "{\"v\":2,\"request\":\"snapshot\"}",
                "{\"v\":\"1\",\"request\":\"snapshot\"}",
                "{\"v\":1}",
                "{\"v\":1,\"request\":\"stop\"}",
                "{\"v\":1,\"request\":\"act\",\"verb\":\"stop\"}",
                "{\"v\":1,\"request\":\"act\",\"verb\":\"stop\",\"targets\":[]}",
                "{\"v\":1,\"request\":\"act\",\"verb\":\"stop\",\"targets\":\"api\"}",
                "{\"v\":1,\"request\":\"act\",\"verb\":\"stop\",\"targets\":[null]}",
                "{\"v\":1,\"request\":\"act\",\"verb\":\"STOP\",\"targets\":[\"api\"]}",
                "{\"v\":1,\"request\":\"act\",\"targets\":[\"api\"]}",
                "{\"v\":1,\"request\":\"scale\",\"app\":\"api\"}",
                "{\"v\":1,\"request\":\"scale\",\"app\":\"api\",\"change\":1.5}",
                "{\"v\":1,\"request\":\"start\"}",
                "{\"v\":1,\"request\":\"start\",\"apps\":[]}",
                "{\"v\":1,\"request\":\"start\",\"apps\":[1]}",
                "{\"v\":1,\"request\":\"signal\",\"targets\":[\"api\"]}",
                "{\"v\":1,\"request\":\"threads\"}",
                "{\"v\":1,\"request\":\"declarations\",\"targets\":{}}",
                "{\"v\":1,\"request\":{}}",
                "{\"v\":1,\"request\":\"events\",\"since\":-1}",
                "{\"v\":1,\"request\":\"events\",\"since\":1.5}",
                "{\"v\":1,\"request\":\"events\",\"since\":\"now\"}",
                "{\"v\":1,\"request\":\"events\",\"since\":99999999999999999999}",
                "{\"v\":1,\"request\":\"snapshot\"} {}"
            })
    void whatIsNoRequestIsRefusedWithAReasonAndEndsTheConversation(String line) {
        session.line(line);
        conductorTurns();
        assertThat(sent).hasSize(1).first().asString().startsWith("{\"v\":1,\"error\":\"");
        assertThat(ended).isTrue();
        assertThat(session.isIdle()).isFalse();
    }

    @Test
    void anOrderIsAnsweredWhenItIsDoneAndTheNextRequestIsReadThen() {
        session.line("{\"v\":1,\"request\":\"act\",\"verb\":\"stop\",\"targets\":[\"api:2\",0]}");
        conductorTurns();
        assertThat(session.isIdle()).isFalse();
        assertThat(sent).isEmpty();
        assertThat(orders.asked()).containsExactly(new Request.Act(Request.Verb.STOP, List.of("api:2", "0")));
        orders.answer(new Answer.Results(List.of(
                new Result("api", "api:2", true, null, "stopped", null),
                new Result("", "0", false, "NO_SUCH_APP", "0: no", null))));
        assertThat(sent)
                .containsExactly(
                        "{\"v\":1,\"results\":["
                                + "{\"app\":\"api\",\"target\":\"api:2\",\"ok\":true,\"text\":\"stopped\"},"
                                + "{\"app\":\"\",\"target\":\"0\",\"ok\":false,\"refusal\":\"NO_SUCH_APP\",\"text\":\"0: no\"}]}");
        assertThat(session.isIdle()).isTrue();
    }

    @Test
    void aClientThatLeavesEarlyDoesNotUndoItsOrderAndIsSentNothing() {
        session.line("{\"v\":1,\"request\":\"kill\"}");
        conductorTurns();
        session.closed();
        orders.answer(new Answer.Results(List.of()));
        assertThat(sent).isEmpty();
        assertThat(orders.asked()).hasSize(1);
    }

    @Test
    void anOrderThatFailsIsAnsweredAndEndsNothing() {
        session.line("{\"v\":1,\"request\":\"save\"}");
        conductorTurns();
        orders.fails(new IllegalStateException("a bug"));
        assertThat(sent).hasSize(1).first().asString().startsWith("{\"v\":1,\"error\":\"failed: ");
    }

    @Test
    void nestingThatWouldExhaustTheStackIsRefused() {
        session.line("[".repeat(4000));
        assertThat(sent).hasSize(1).first().asString().startsWith("{\"v\":1,\"error\":\"");
    }

    private void happens(String reason) {
        journal.add(new MasterEvent.Stopping(reason));
    }

    private void conductorTurns() {
        clock.advanceMs(0);
    }
}
