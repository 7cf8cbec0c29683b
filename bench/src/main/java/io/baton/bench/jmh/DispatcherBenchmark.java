package io.baton.bench.jmh;

import io.baton.master.conductor.Clock;
import io.baton.master.config.Dispatch;
import io.baton.master.dispatch.Connection;
import io.baton.master.dispatch.DispatchTally;
import io.baton.master.dispatch.Dispatcher;
import io.baton.master.dispatch.Gate;
import io.baton.master.dispatch.Lane;
import io.baton.master.dispatch.ListenKey;
import io.baton.master.dispatch.Scheduler;
import io.baton.master.totals.ListenerTotals;
import io.baton.protocol.Message;
import io.baton.protocol.ProtocolException;
import io.baton.protocol.posix.Fd;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What choosing a worker costs, without sending: the worker whose connection is oldest accepts it, and a new connection is
 * offered. Every other worker has one on its way, so exactly one is free. By turns, unless {@code -p dispatch=P2C}, say, or a
 * list of them.
 *
 * <p>Each connection owns a real descriptor, a dup(2) of a socket, and accepting closes it, as in the master.
 * {@link #connectionAlone} does that and nothing else: the dispatcher is the difference, in time and in bytes.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "-XX:+UseSerialGC")
public class DispatcherBenchmark {

    private static final ListenKey KEY = new ListenKey("null:3000:4:undefined:0");
    private static final int WINDOW = 16;

    /** A descriptor to copy. */
    @State(Scope.Thread)
    public static class Source {

        private final Fd socket = Descriptors.newSocket();

        private int client;

        /** In a field, so that the compiler does not do without the object. */
        private Connection last = connection();

        Connection connection() {
            return new Connection(Descriptors.copy(socket), KEY, System.nanoTime(), ++client);
        }

        void closeAndReplace() {
            last.close();
            last = connection();
        }

        @TearDown
        public void close() {
            last.close();
            socket.close();
        }
    }

    /** Workers that accept when they are told to. */
    @State(Scope.Thread)
    public static class Workers {

        @Param({"2", "8", "64"})
        int workers;

        @Param("ROUND_ROBIN")
        Dispatch dispatch = Dispatch.ROUND_ROBIN;

        private final Queue<FakeWorker> busy = new ArrayDeque<>();
        private final Clock clock = new RealTimeWithoutTimers();
        private Dispatcher dispatcher = dispatcher();

        @Setup
        public void fill(Source source) {
            dispatcher = dispatcher();
            for (int i = 0; i < workers; i++) {
                dispatcher.add(new FakeWorker(clock, busy, i + 1).lane);
                dispatcher.offer(source.connection());
            }
        }

        private Dispatcher dispatcher() {
            return new Dispatcher(
                    clock,
                    new AlwaysOpen(),
                    new DispatchTally(new ListenerTotals(), connection -> {
                        throw new IllegalStateException("a connection was held");
                    }),
                    1000,
                    scheduler(dispatch),
                    Dispatcher.HOLD_CAPACITY);
        }

        private static Scheduler scheduler(Dispatch dispatch) {
            return switch (dispatch) {
                case ROUND_ROBIN -> Scheduler.roundRobin();
                case LEAST_CONNECTIONS -> Scheduler.leastConnections();
                case P2C -> Scheduler.powerOfTwoChoices();
                case IP_HASH -> Scheduler.ipHash(5_000);
            };
        }

        @TearDown
        public void empty() throws ProtocolException {
            while (!busy.isEmpty()) {
                acceptOldest();
            }
        }

        private void acceptOldest() throws ProtocolException {
            busy.remove().acceptOldest();
        }
    }

    @Benchmark
    public void acceptedAndOffered(Workers workers, Source source) throws ProtocolException {
        workers.acceptOldest();
        workers.dispatcher.offer(source.connection());
    }

    @Benchmark
    public void connectionAlone(Source source) {
        source.closeAndReplace();
    }

    /** Sends nothing; says that nothing is open beside what is on its way. */
    private static final class FakeWorker implements Lane.Sender {

        private static final Message.Stats IDLE = new Message.Stats(0, 0, 0, 0, 0, 0);

        private final Queue<FakeWorker> busy;
        private final Lane lane;

        private long seq;
        private long accepts;

        FakeWorker(Clock clock, Queue<FakeWorker> busy, int slot) {
            this.busy = busy;
            this.lane = new Lane(clock, this, WINDOW);
            lane.slot(slot);
            lane.said(IDLE);
        }

        void acceptOldest() throws ProtocolException {
            lane.answered(accepts++, true);
            lane.said(IDLE);
        }

        @Override
        public long nextSeq() {
            return seq;
        }

        @Override
        public void newConnection(Connection connection) {
            seq++;
            busy.add(this);
        }
    }

    private static final class RealTimeWithoutTimers implements Clock {

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public Cancel after(long ms, Runnable action) {
            throw new IllegalStateException("a timer: a connection was held");
        }
    }

    private static final class AlwaysOpen implements Gate {

        @Override
        public void close() {
            throw new IllegalStateException("the gate: too many connections were held");
        }

        @Override
        public void open() {}
    }
}
