package io.baton.bench.jmh;

import io.baton.protocol.HotLine;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one handoff costs the master's thread: the answers to the connections sent before are heard (epoll_wait, recvmsg,
 * both lines recognised, out of the window), then as many are sent (line, sendmsg with the descriptor, into the window).
 * In nanoseconds a connection, with 1, 8 and 64 on their way at once; with {@code -prof gc} it must allocate nothing.
 *
 * <p>The worker's part is done by the same thread between two invocations ({@link Level#Invocation}), and JMH leaves that
 * time out: it takes the clock before and after each invocation, which adds some 25 ns to it. So neither a scheduler nor a
 * second core is in the figure, but all system calls of the master are, on a channel that is registered with a real epoll
 * loop. Not in it: accept(2), the connection's two objects and close(2) of the master's copy, for which see
 * {@link DispatcherBenchmark}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "-XX:+UseSerialGC")
public class HandoffBenchmark {

    /** A cycle whose worker has answered before each invocation. */
    abstract static class Answered {

        final HandoffCycle cycle;

        Answered(int outstanding, HandoffCycle.Reply reply) {
            this.cycle = HandoffCycle.open(outstanding, reply);
            cycle.send();
        }

        @Setup(Level.Invocation)
        public void answer() {
            cycle.answer();
        }

        @TearDown
        public void close() {
            cycle.answer();
            cycle.close();
        }
    }

    private static final HandoffCycle.Reply AS_NODE =
            (buffer, ack, seq) -> HotLine.putAckAndAccepted(buffer, ack, true, seq);

    @State(Scope.Thread)
    public static class One extends Answered {
        public One() {
            super(1, AS_NODE);
        }
    }

    @State(Scope.Thread)
    public static class Eight extends Answered {
        public Eight() {
            super(8, AS_NODE);
        }
    }

    @State(Scope.Thread)
    public static class SixtyFour extends Answered {
        public SixtyFour() {
            super(64, AS_NODE);
        }
    }

    @Benchmark
    public void outstanding01(One state) {
        state.cycle.hear();
        state.cycle.send();
    }

    @Benchmark
    @OperationsPerInvocation(8)
    public void outstanding08(Eight state) {
        state.cycle.hear();
        state.cycle.send();
    }

    @Benchmark
    @OperationsPerInvocation(64)
    public void outstanding64(SixtyFour state) {
        state.cycle.hear();
        state.cycle.send();
    }
}
