package io.baton.master.it.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.it.MasterProcess;
import io.baton.master.it.Proc;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A worker takes no more connections than it may; the others get them, and what nobody can take waits. */
final class ConnectionLimitIT {

    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @Test
    void connectionsBeyondTheLimitGoToOtherWorkersAndThenWait() throws IOException {
        List<RawConnection> clients = new ArrayList<>();
        try (MasterProcess master = MasterProcess.start("-i", "2", "--max-connections", "3")) {
            master.awaitReady(2);
            for (int i = 0; i < 6; i++) {
                RawConnection client = new RawConnection(master.port());
                clients.add(client);
                client.send(GET);
                assertThat(client.awaitAnswers(1)).hasSize(1);
            }
            RawConnection waiting = new RawConnection(master.port());
            clients.add(waiting);
            waiting.send(GET);
            for (int i = 2; i < 100; i++) {
                clients.get(0).send(GET);
                assertThat(clients.get(0).awaitAnswers(i)).hasSize(i);
            }
            assertThat(master.children()).allSatisfy(worker -> assertThat(Proc.clientsHeldBy(worker, master.port()))
                    .hasSizeLessThanOrEqualTo(4));
            waiting.readAvailable();
            assertThat(waiting.text()).isEmpty();
            assertThat(waiting.hasEnded()).isFalse();
            clients.get(5).close();
            assertThat(waiting.awaitAnswers(1)).extracting(RawAnswer::status).containsExactly(200);
        } finally {
            for (RawConnection client : clients) {
                client.close();
            }
        }
    }
}
