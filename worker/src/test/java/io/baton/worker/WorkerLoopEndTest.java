package io.baton.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.internal.ThreadExecutorMap;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A worker whose event loop has ended serves nothing, so its process ends. The kernel closes its open descriptors. */
@Timeout(30)
final class WorkerLoopEndTest {

    @Test
    void loopThatEndsUnaskedEndsTheWorker() throws Exception {
        try (WorkerRig rig = new WorkerRig()) {
            rig.serve();
            Objects.requireNonNull(rig.runtime).guard().execute(() -> {
                EventExecutor loop = Objects.requireNonNull(ThreadExecutorMap.currentExecutor());
                var unused = loop.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
            });
            assertThat(rig.exitCode()).isNotNegative();
        }
    }
}
