package io.baton.master.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.config.ProbeRules;
import io.baton.master.fetch.Fetched;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** A worker is unhealthy after so many failures in a row, and what cannot be asked says nothing. */
final class ProbeTest {

    private final Probe probe = new Probe(new ProbeRules("/health", 1_000, 100, 3), "/health");

    @Test
    void onlyFailuresInARowCount() {
        says(500);
        says(404);
        says(302);
        assertThat(probe.isHealthy()).isTrue();
        says(500);
        says(400);
        assertThat(probe.isUnhealthy()).isFalse();
        probe.take(new Fetched.NoReply("did not answer within 100 ms"));
        assertThat(probe.isUnhealthy()).isTrue();
        assertThat(probe.reason()).isEqualTo("it did not answer within 100 ms for /health, 3 times in a row");
        says(299);
        assertThat(probe.isUnhealthy()).isFalse();
    }

    @Test
    void aWorkerThatCannotBeAskedIsAsItWas() {
        says(500);
        says(500);
        notAsked();
        assertThat(probe.isUnhealthy()).isFalse();
        assertThat(probe.isHealthy()).isFalse();
        says(500);
        assertThat(probe.isUnhealthy()).isTrue();
        notAsked();
        assertThat(probe.isUnhealthy()).isTrue();
        notAsked();
        assertThat(probe.isOutOfReach()).isFalse();
        notAsked();
        assertThat(probe.isOutOfReach()).as("once").isTrue();
        notAsked();
        assertThat(probe.isOutOfReach()).isFalse();
    }

    private void says(int status) {
        probe.take(new Fetched.Reply(status, "", ByteBuffer.allocate(0)));
    }

    private void notAsked() {
        probe.take(new Fetched.NotAsked("is draining"));
    }
}
