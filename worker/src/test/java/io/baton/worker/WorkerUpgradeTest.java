package io.baton.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A worker whose master replaces its program, as the same process. */
@ExtendWith(OpenSockets.class)
@Timeout(30)
@SuppressWarnings("NullAway.Init")
final class WorkerUpgradeTest {

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
    void workerIsNotKilledWithTheThreadThatStartedItAndIsBoundToTheNewProgram() {
        rig.serve();
        say(true, 5);
        assertThat(rig.master.hearUntil("a reply", line -> line.contains("\"ack\":5")))
                .startsWith("{\"cmd\":\"NODE_CLUSTER\",\"ack\":5,\"seq\":");
        assertThat(rig.process).containsExactly("bound baton-loop", "unbound");
        say(false, 6);
        String unused = rig.master.hearUntil("a reply", line -> line.contains("\"ack\":6"));
        assertThat(rig.process).containsExactly("bound baton-loop", "unbound", "bound baton-loop");
    }

    @Test
    void workerWhoseMasterDiedDuringTheUpgradeEnds() throws Exception {
        rig.serve();
        say(true, 5);
        String unused = rig.master.hearUntil("a reply", line -> line.contains("\"ack\":5"));
        rig.parentLives = false;
        say(false, 6);
        assertThat(rig.exitCode()).isZero();
    }

    @Test
    void workerThatMayOutliveItsMasterIsNeverBound() {
        rig.serve("--kill-timeout", "28000", "--orphan-drain", "7000");
        say(true, 5);
        say(false, 6);
        String unused = rig.master.hearUntil("a reply", line -> line.contains("\"ack\":6"));
        assertThat(rig.process).isEmpty();
    }

    private void say(boolean begins, int seq) {
        rig.master.say("{\"cmd\":\"NODE_BATON\",\"act\":\"upgrade\",\"begins\":" + begins + ",\"seq\":" + seq + "}");
    }
}
