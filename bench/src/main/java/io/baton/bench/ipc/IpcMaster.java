package io.baton.bench.ipc;

import io.baton.protocol.Capabilities;
import io.baton.protocol.HandleType;
import io.baton.protocol.Message;
import io.baton.protocol.channel.ChannelEnd;
import io.baton.protocol.channel.ChannelListener;
import io.baton.protocol.channel.Delivery;
import io.baton.protocol.channel.IpcChannel;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.Msghdr;
import io.baton.protocol.posix.PosixSpawn;
import io.baton.protocol.posix.Processes;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The master of a measurement on Baton's channel, as {@code master.js} is on Node's. Each measure runs on the channel's event
 * loop, and a message of the child starts its next step.
 */
final class IpcMaster implements ChannelListener, AutoCloseable {

    private static final int BATCH = 1000;
    private static final int WIDTH = 64;

    /** A JVM compiles a measure's code while it runs some of them. */
    private static final int WARM_UPS = 4;

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_US = 1e3;
    private static final int LIMIT_S = 120;

    private final IoEventLoop loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory()).next();
    private final int pid;
    private final IpcChannel channel;
    private CompletableFuture<Void> ready = new CompletableFuture<>();

    // Owned by the event loop.
    private Runnable whenHeard = () -> ready.complete(null);
    private Runnable whenWritten = () -> {};
    private int sent;
    private int heard;

    /** Starts a child that speaks as {@code child.js}; it can do what {@code capabilities} say. */
    IpcMaster(List<String> command, Capabilities capabilities) throws IOException, InterruptedException {
        Fd[] pair = Libc.socketpair();
        List<String> environment =
                List.of("PATH=" + System.getenv("PATH"), "NODE_CHANNEL_FD=3", "NODE_CHANNEL_SERIALIZATION_MODE=json");
        try (Fd end = pair[1];
                Fd copy = PosixSpawn.outOfTheWay(end)) {
            pid = new PosixSpawn(command, environment)
                    .nullDevice(0)
                    .pass(copy, 3)
                    .spawn();
        }
        try {
            channel = loop.submit(() -> {
                        IpcChannel opened = IpcChannel.open(loop, pair[0], new Msghdr(), this);
                        opened.peerIs(capabilities);
                        return opened;
                    })
                    .get();
        } catch (ExecutionException e) {
            throw new IOException(e);
        }
        await(ready);
    }

    /** Runs all measures, several times to warm up and then once for the result. Returns the figures by name. */
    Map<String, Double> measure(Counts counts) throws IOException, InterruptedException {
        Map<String, Double> results = new TreeMap<>();
        for (int i = 0; i <= WARM_UPS; i++) {
            results.put("oneWay", oneWay(counts.messages()));
            results.put("pingPong", pingPong(counts.pings()));
            results.put("inFlight", inFlight(counts.replies()));
            results.put("handoffs", handoffs(counts.sockets()));
        }
        return results;
    }

    private double oneWay(int count) throws IOException, InterruptedException {
        return rate(count, () -> {
            channel.send(count(count));
            whenHeard = () -> ready.complete(null);
            whenWritten = () -> pump(count);
            pump(count);
        });
    }

    /** The next batch when the last one is in the kernel. */
    private void pump(int count) {
        for (int i = 0; i < BATCH && sent < count; i++) {
            channel.send(message(sent++));
        }
        if (sent == count) {
            whenWritten = () -> {};
        }
    }

    private double pingPong(int count) throws IOException, InterruptedException {
        long[] nanos = new long[count];
        run(() -> {
            channel.send(new Message.User("{\"do\":\"echo\",\"of\":0}"));
            long[] start = {System.nanoTime()};
            whenHeard = () -> {
                nanos[heard] = System.nanoTime() - start[0];
                if (++heard == count) {
                    ready.complete(null);
                } else {
                    start[0] = System.nanoTime();
                    channel.send(message(heard));
                }
            };
            channel.send(message(0));
        });
        Arrays.sort(nanos);
        return nanos[count / 2] / NANOS_PER_US;
    }

    private double inFlight(int count) throws IOException, InterruptedException {
        return rate(count, () -> {
            channel.send(new Message.User("{\"do\":\"echo\",\"of\":0}"));
            whenHeard = () -> {
                if (++heard == count) {
                    ready.complete(null);
                } else if (sent < count) {
                    channel.send(message(sent++));
                }
            };
            for (int i = 0; i < WIDTH; i++) {
                channel.send(message(sent++));
            }
        });
    }

    private double handoffs(int count) throws IOException, InterruptedException {
        try (Sockets sockets = Sockets.connected(count)) {
            return rate(count, () -> {
                channel.send(count(count));
                whenHeard = () -> ready.complete(null);
                for (Fd socket : sockets.accepted()) {
                    Message.WithHandle message = new Message.WithHandle(HandleType.NET_SOCKET, message(sent++));
                    channel.send(message, socket, Delivery.closing(socket));
                }
            });
        }
    }

    private double rate(int count, Runnable measure) throws IOException, InterruptedException {
        long start = System.nanoTime();
        run(measure);
        return count * NANOS_PER_SECOND / (System.nanoTime() - start);
    }

    private void run(Runnable measure) throws IOException, InterruptedException {
        ready = new CompletableFuture<>();
        loop.execute(() -> {
            sent = 0;
            heard = 0;
            measure.run();
        });
        await(ready);
    }

    private static void await(Future<?> future) throws IOException, InterruptedException {
        try {
            Object unused = future.get(LIMIT_S, TimeUnit.SECONDS);
        } catch (Exception e) {
            if (e instanceof InterruptedException interrupted) {
                throw interrupted;
            }
            throw new IOException("the child did not answer: " + e, e);
        }
    }

    private static Message.User count(int count) {
        return new Message.User("{\"do\":\"count\",\"of\":" + count + "}");
    }

    private static Message.User message(int number) {
        return new Message.User("{\"i\":" + number + ",\"text\":\"hello, child\"}");
    }

    @Override
    public void message(Message message) {
        whenHeard.run();
    }

    @Override
    public void writesDone() {
        whenWritten.run();
    }

    @Override
    public void closed(ChannelEnd end) {
        ready.completeExceptionally(new IOException(end.reason()));
    }

    @Override
    public void withHandle(Message.WithHandle message, @Nullable Fd handle) {
        if (handle != null) {
            handle.close();
        }
    }

    @Override
    public void acknowledged(boolean taken) {}

    @Override
    public void accepted(long ack, boolean accepted) {}

    @Override
    public void newConnection(String key, long seq, @Nullable Fd connection) {}

    @Override
    public void close() {
        loop.execute(() -> channel.close("measured"));
        Processes.waitpidBlocking(pid);
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
