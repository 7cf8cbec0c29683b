package io.baton.master.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Reads what a child prints. */
final class ChildOutputIT {

    private static final int LINES = 20_000;

    @Test
    void aChildThatPrintsManyLinesOneByOneCostsItsParentNoNativeMemory() throws Exception {
        BufferPoolMXBean direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .findFirst()
                .orElseThrow();
        ChildProcess warm = ChildProcess.spawn("true", List.of());
        warm.closed().toCompletableFuture().get(1, TimeUnit.MINUTES);
        long before = direct.getTotalCapacity();
        AtomicLong most = new AtomicLong();
        AtomicInteger lines = new AtomicInteger();
        ChildProcess child = ChildProcess.spawn(
                "/bin/sh",
                List.of("-c", "i=0; while [ $i -lt " + LINES + " ]; do echo line $i >/dev/stdout; i=$((i+1)); done"));
        child.stdout().onLine(line -> {
            lines.incrementAndGet();
            most.accumulateAndGet(direct.getTotalCapacity(), Math::max);
        });
        child.closed().toCompletableFuture().get(2, TimeUnit.MINUTES);
        assertThat(lines).hasValue(LINES);
        assertThat(most.get() - before)
                .as("bytes of direct buffers more than before")
                .isLessThan(1 << 20);
    }
}
