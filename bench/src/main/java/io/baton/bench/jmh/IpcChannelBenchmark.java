package io.baton.bench.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a message costs both ends of a channel together, in nanoseconds: a line sent and read; a connection sent, received,
 * closed, answered, and the answer read. With 1, 8 and 64 on their way at once. All system calls are in the figures and no
 * scheduler is, because one thread runs both ends.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "-XX:+UseSerialGC")
public class IpcChannelBenchmark {

    /** A channel with both its ends. */
    @State(Scope.Thread)
    public static class Open {

        private final ChannelPair pair = ChannelPair.open();

        @TearDown
        public void close() {
            pair.close();
        }
    }

    @Benchmark
    public void message01(Open open) {
        open.pair.messages(1);
    }

    @Benchmark
    @OperationsPerInvocation(8)
    public void message08(Open open) {
        open.pair.messages(8);
    }

    @Benchmark
    @OperationsPerInvocation(64)
    public void message64(Open open) {
        open.pair.messages(64);
    }

    @Benchmark
    public void connection01(Open open) {
        open.pair.connections(1);
    }

    @Benchmark
    @OperationsPerInvocation(8)
    public void connection08(Open open) {
        open.pair.connections(8);
    }

    @Benchmark
    @OperationsPerInvocation(64)
    public void connection64(Open open) {
        open.pair.connections(64);
    }
}
