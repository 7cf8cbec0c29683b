package io.baton.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.worker.WorkerRig.Client;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** An exception on the event loop retires or ends the worker, which never lives on without serving. */
@ExtendWith(OpenSockets.class)
@Timeout(30)
@SuppressWarnings("NullAway.Init")
final class WorkerFailureTest {

    private WorkerRig rig;

    @BeforeEach
    void connect() throws IOException {
        rig = new WorkerRig();
    }

    @AfterEach
    void end() throws IOException {
        rig.close();
    }

    @Test
    void failureRetiresAServingWorkerWhichFinishesItsConnections() throws Exception {
        rig.serve();
        Client client = rig.client("a");
        rig.handOver(1, client);
        assertThat(client.line()).isEqualTo("heard a");
        fail(new IllegalStateException("oops"));
        String retires = rig.master.hearUntil("retire", line -> line.contains("\"act\":\"retire\""));
        assertThat(retires).contains("uncaught exception: java.lang.IllegalStateException: oops");
        client.send("b");
        assertThat(client.line()).isEqualTo("heard b");
        client.socket().close();
        assertThat(rig.exitCode()).isOne();
    }

    @Test
    void failureBeforeServingEndsTheProcessEvenWhileTheApplicationStarts() {
        rig.application.start = new CompletableFuture<>();
        rig.run();
        rig.awaitSeen("start 7");
        fail(new NoClassDefFoundError("Missing"));
        await().until(() -> rig.process.contains("exit 1"));
    }

    @Test
    void failureDoesNotKeepADrainingWorkerFromLeaving() throws Exception {
        rig.serve();
        Client client = rig.client("a");
        rig.handOver(1, client);
        assertThat(client.line()).isEqualTo("heard a");
        rig.master.say("{\"cmd\":\"NODE_CLUSTER\",\"act\":\"disconnect\",\"seq\":2}");
        rig.awaitSeen("drain");
        fail(new IllegalStateException("oops"));
        client.socket().close();
        assertThat(rig.exitCode()).isOne();
    }

    @Test
    void applicationIsServedThoughItFailsToTellItsLoad() throws Exception {
        rig.serve();
        rig.application.loadFails = new NoClassDefFoundError("Missing");
        for (int beats = 0; beats < 2; beats++) {
            assertThat(rig.master.hear()).matches(MasterByHand::isStats);
        }
        Client client = rig.client("a");
        rig.handOver(1, client);
        assertThat(client.line()).isEqualTo("heard a");
    }

    private void fail(Throwable cause) {
        runtime().guard().execute(() -> {
            if (cause instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) cause;
        });
        CompletableFuture<Void> over = new CompletableFuture<>();
        runtime().guard().execute(() -> over.complete(null));
        over.join();
    }

    private WorkerRuntime runtime() {
        return Objects.requireNonNull(rig.runtime);
    }
}
