package io.baton.master.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.OpenDescriptors;
import io.baton.master.conductor.ManualClock;
import io.baton.master.dispatch.Clients;
import io.baton.master.dispatch.Connection;
import io.baton.master.dispatch.FakeWorker;
import io.baton.master.dispatch.MoveReason;
import io.baton.master.dispatch.Return;
import io.baton.master.journal.ApplicationJournal;
import io.baton.master.journal.Journal;
import io.baton.protocol.Moved;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

@ExtendWith(OpenDescriptors.class)
final class ServiceUnavailableTest {

    private static final String ANSWER =
            """
            HTTP/1.1 503 Service Unavailable\r
            Content-Type: text/plain; charset=utf-8\r
            Content-Length: 19\r
            Retry-After: 1\r
            Connection: close\r
            \r
            no worker is ready
            """;

    private final ManualClock clock = new ManualClock();

    @RegisterExtension
    final Clients clients = new Clients(clock);

    private final ServiceUnavailable unserved =
            new ServiceUnavailable(clock, new ApplicationJournal(new Journal(clock), "api", ""));

    @Test
    void theClientIsToldAtOnceAndSeesTheEnd() {
        Connection connection = clients.connect();
        unserved.end(connection);
        assertThat(clients.reads(connection)).isEqualTo(ANSWER);
        assertThat(clients.seesEnd(connection)).isTrue();
        clock.advanceMs(1_000);
    }

    @Test
    void aClientThatHasHadAllItsAnswersOnlySeesTheEnd() {
        Connection idle = clients.connectServed(Connection.NO_PEER, given(null));
        unserved.end(idle);
        assertThat(clients.reads(idle)).isEmpty();
        assertThat(clients.seesEnd(idle)).isTrue();
        Connection asks = clients.connectServed(Connection.NO_PEER, given(null));
        clients.sends(asks, "GET / HTTP/1.1\r\n");
        unserved.end(asks);
        assertThat(clients.reads(asks)).as("its request crossed the end").isEqualTo(ANSWER);
        Connection half = clients.connectServed(Connection.NO_PEER, given("R0VUIA=="));
        unserved.end(half);
        assertThat(clients.reads(half)).as("its worker had read a part").isEqualTo(ANSWER);
        clock.advanceMs(1_000);
    }

    private Return given(@Nullable String leftover) {
        FakeWorker worker = new FakeWorker("a", clock, 1);
        return new Return(new Moved(leftover, 1, 1), worker.lane(), MoveReason.LEAVING, null);
    }

    @Test
    void everyClientGetsTheWholeAnswer() {
        Connection first = clients.connect();
        Connection second = clients.connect();
        unserved.end(first);
        unserved.end(second);
        assertThat(clients.reads(first)).isEqualTo(ANSWER);
        assertThat(clients.reads(second)).isEqualTo(ANSWER);
        clock.advanceMs(1_000);
    }

    @Test
    void theSocketIsClosedASecondLaterSoThatNoResetTakesTheAnswerAway() {
        Connection connection = clients.connect();
        clients.sends(connection, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        unserved.end(connection);
        clients.sends(connection, "a body that comes late");
        clock.advanceMs(999);
        assertThat(connection.socket().isOpen()).isTrue();
        clock.advanceMs(1);
        assertThat(connection.socket().isOpen()).isFalse();
        assertThat(clients.reads(connection)).isEqualTo(ANSWER);
    }

    @Test
    void aMasterThatEndsBeforeThatResetsNobodyWhoHasSaidAll() {
        Connection connection = clients.connect();
        clients.sends(connection, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        unserved.end(connection);
        connection.close();
        assertThat(clients.reads(connection)).isEqualTo(ANSWER);
        assertThat(clients.seesEnd(connection)).isTrue();
    }

    @Test
    void aClientThatIsGoneAlreadyDisturbsNobody() {
        Connection gone = clients.connect();
        clients.hangsUp(gone);
        Connection there = clients.connect();
        unserved.end(gone);
        unserved.end(there);
        assertThat(clients.reads(there)).isEqualTo(ANSWER);
        clock.advanceMs(1_000);
        assertThat(gone.socket().isOpen()).isFalse();
        assertThat(there.socket().isOpen()).isFalse();
        clock.advanceMs(60_000);
        assertThat(clock.timers()).isZero();
    }
}
