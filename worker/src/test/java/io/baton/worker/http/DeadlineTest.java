package io.baton.worker.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadlineTest {
    private static final long NOTHING_SCHEDULED = -1;

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private int expired;
    private final Deadline deadline = new Deadline(channel, () -> expired++);

    @BeforeEach
    void freeze() {
        channel.freezeTime();
    }

    private void set(long seconds) {
        deadline.set(TimeUnit.SECONDS.toNanos(seconds));
    }

    private long pass(long seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        return channel.runScheduledPendingTasks();
    }

    @Test
    void deadlineExpiresOnceAtItsTime() {
        set(10);
        pass(9);
        assertThat(expired).isZero();
        pass(1);
        assertThat(expired).isOne();
        assertThat(pass(100)).isEqualTo(NOTHING_SCHEDULED);
        assertThat(expired).isOne();
    }

    @Test
    void lastSettingCountsWhetherItIsLaterOrEarlier() {
        set(10);
        pass(8);
        set(10);
        pass(9);
        assertThat(expired).isZero();
        set(3);
        pass(2);
        assertThat(expired).isZero();
        pass(1);
        assertThat(expired).isOne();
    }

    @Test
    void clearedDeadlineDoesNotExpireUntilItIsSetAgain() {
        set(10);
        deadline.clear();
        pass(20);
        assertThat(expired).isZero();
        set(10);
        pass(10);
        assertThat(expired).isOne();
    }

    @Test
    void exceptionOfAnExpiryReachesTheChannelsHandlers() {
        Deadline broken = new Deadline(channel, () -> {
            throw new NoClassDefFoundError("Missing");
        });
        broken.set(TimeUnit.SECONDS.toNanos(1));
        pass(1);
        assertThatThrownBy(channel::checkException).isInstanceOf(NoClassDefFoundError.class);
    }

    @Test
    void cancelledDeadlineLeavesNoTaskScheduled() {
        set(10);
        deadline.cancel();
        assertThat(channel.runScheduledPendingTasks()).isEqualTo(NOTHING_SCHEDULED);
    }
}
