package io.baton.master.it.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.it.MasterProcess;
import io.baton.master.it.Proc;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Computations go where a thread is free. */
final class ComputeSpreadIT {

    private static final String COMPUTE = "GET /compute HTTP/1.1\r\nHost: a\r\n\r\n";

    @Test
    void twoRequestsATenthOfASecondApartGoToTwoWorkers() throws IOException {
        try (MasterProcess master = MasterProcess.start("-i", "2", "--compute-threads", "1")) {
            master.awaitReady(2);
            try (RawConnection first = new RawConnection(master.port())) {
                first.send(COMPUTE);
                // The time between the requests is the case.
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
                // Takes the other worker's turn, so that by turns the next request would go to the busy worker.
                Attempt.askNormally(master.port());
                try (RawConnection second = new RawConnection(master.port())) {
                    second.send(COMPUTE);
                    Attempt.askNormally(master.port());
                    assertThat(workersOf(master, first, second)).hasSize(2);
                }
            }
        }
    }

    private static Set<Integer> workersOf(MasterProcess master, RawConnection first, RawConnection second) {
        return master.children().stream()
                .filter(worker -> {
                    Set<Integer> clients = Proc.clientsHeldBy(worker, master.port());
                    return clients.contains(first.socket().getLocalPort())
                            || clients.contains(second.socket().getLocalPort());
                })
                .collect(Collectors.toSet());
    }
}
