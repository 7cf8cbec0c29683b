package io.baton.bench.threads;

import io.baton.bench.load.figure.Samples;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * A message there and back, one at a time: a reference between two threads, 64 bytes over a
 * Unix socket pair between two processes.
 */
final class Messages implements Aspect {

    private static final int WARM_UP = 20_000;
    private static final int MEASURED = 50_000;
    private static final double NANOS_PER_MICRO = 1e3;
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** One message there and back. */
    private interface RoundTrip {

        void run() throws IOException, InterruptedException;
    }

    @Override
    public String name() {
        return "messages";
    }

    @Override
    public void measure(Sides sides, Samples samples) throws IOException, InterruptedException {
        betweenThreads(samples);
        betweenProcesses(samples);
    }

    private static void betweenThreads(Samples samples) throws IOException, InterruptedException {
        SynchronousQueue<Object> there = new SynchronousQueue<>();
        SynchronousQueue<Object> back = new SynchronousQueue<>();
        Thread echo = new Thread(() -> echo(there, back));
        echo.start();
        Object message = new Object();
        add(samples, THREADS, () -> {
            there.put(message);
            Object unused = back.take();
        });
        echo.interrupt();
        echo.join();
    }

    private static void echo(SynchronousQueue<Object> there, SynchronousQueue<Object> back) {
        try {
            while (true) {
                back.put(there.take());
            }
        } catch (InterruptedException e) {
            // The measurement is over.
        }
    }

    private static void betweenProcesses(Samples samples) throws IOException, InterruptedException {
        Fd[] pair = Libc.socketpair();
        try (Fd own = pair[0]) {
            int echo = EchoProcess.start(pair[1]);
            try {
                ByteBuffer message = ByteBuffer.allocateDirect(EchoProcess.BYTES);
                add(samples, WORKERS, () -> {
                    EchoProcess.requireAll("send", Libc.send(own, message.clear()));
                    EchoProcess.requireAll("receive", Libc.receive(own, message.clear()));
                });
            } finally {
                Processes.kill(echo, Processes.SIGKILL);
                Processes.waitpidBlocking(echo);
            }
        }
    }

    private static void add(Samples samples, String row, RoundTrip roundTrip) throws IOException, InterruptedException {
        for (int i = 0; i < WARM_UP; i++) {
            roundTrip.run();
        }
        Histogram nanos = new Histogram(LONGEST_NANOS, 3);
        for (int i = 0; i < MEASURED; i++) {
            long start = System.nanoTime();
            roundTrip.run();
            nanos.recordValue(Math.min(LONGEST_NANOS, System.nanoTime() - start));
        }
        samples.add(row, "there and back, p50", "us", nanos.getValueAtPercentile(50) / NANOS_PER_MICRO);
        samples.add(row, "there and back, p99", "us", nanos.getValueAtPercentile(99) / NANOS_PER_MICRO);
    }
}
