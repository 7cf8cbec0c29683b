package io.baton.bench.jmh;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * As {@link HandoffBenchmark}, but the worker orders the keys of its answers in another way, so that both lines go through
 * Jackson: what the recognition byte for byte saves.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "-XX:+UseSerialGC")
public class JacksonPathBenchmark {

    private static final byte[] ACK = "{ \"cmd\":\"NODE_HANDLE_ACK\"}\n{\"ack\":".getBytes(US_ASCII);
    private static final byte[] ACCEPTED = ",\"accepted\":true,\"cmd\":\"NODE_CLUSTER\",\"seq\":".getBytes(US_ASCII);
    private static final byte[] END = "}\n".getBytes(US_ASCII);

    private static void putInOtherOrder(ByteBuffer buffer, long ack, long seq) {
        buffer.put(ACK);
        putDecimal(buffer, ack);
        buffer.put(ACCEPTED);
        putDecimal(buffer, seq);
        buffer.put(END);
    }

    private static void putDecimal(ByteBuffer buffer, long value) {
        if (value >= 10) {
            putDecimal(buffer, value / 10);
        }
        buffer.put((byte) ('0' + value % 10));
    }

    @State(Scope.Thread)
    public static class One extends HandoffBenchmark.Answered {
        public One() {
            super(1, JacksonPathBenchmark::putInOtherOrder);
        }
    }

    @State(Scope.Thread)
    public static class Eight extends HandoffBenchmark.Answered {
        public Eight() {
            super(8, JacksonPathBenchmark::putInOtherOrder);
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
}
