package io.baton.worker.net;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.baton.protocol.ProtocolException;
import io.baton.protocol.channel.Delivery;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.PosixException;
import io.baton.worker.spi.Application;
import io.baton.worker.spi.Listener;
import io.netty.channel.Channel;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.codec.http.HttpServerCodec;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One move of an idle connection inside the workers: one lets go of it and closes its channel, the next builds another
 * and registers it. The channel to the master is left out.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init")
public class MoveBenchmark {

    private ManualIoEventLoop loop;
    private Connections connections;
    private Adopter adopter;
    private Exporter exporter;
    private ListenerChannel listener;
    private Fd client;
    private @Nullable Fd returned;

    /** A client whose connection one application of Netty's codec serves. */
    @Setup
    public void open() throws PosixException {
        loop = new ManualIoEventLoop(Thread.currentThread(), EpollIoHandler.newFactory());
        connections = new Connections(10);
        adopter = new Adopter(loop, application(), connections, cause -> {});
        exporter = new Exporter(connections, adopter, (key, moved, connection, delivery) -> take(connection, delivery));
        listener = new ListenerChannel(new Listener("http", new DomainSocketAddress("/bench")), "key");
        Fd[] pair = Libc.socketpair();
        client = pair[0];
        Libc.setNonBlocking(pair[1]);
        returned = pair[1];
        place();
    }

    private static Application application() {
        return new Application() {
            @Override
            public void initialize(Channel channel) {
                channel.pipeline().addLast(new HttpServerCodec());
            }
        };
    }

    private void take(Fd connection, Delivery delivery) {
        try {
            returned = Libc.duplicate(connection, 3);
            delivery.ended(Delivery.Outcome.TAKEN);
        } catch (PosixException e) {
            throw new UncheckedIOException(e);
        } catch (ProtocolException e) {
            throw new IllegalStateException(e);
        }
    }

    private void place() {
        Fd socket = returned;
        if (socket == null) {
            throw new IllegalStateException("the connection did not come back");
        }
        returned = null;
        Channel channel = adopter.adopt(listener, socket, Past.NONE);
        if (channel == null) {
            throw new IllegalStateException("the connection was not taken");
        }
        adopter.read(channel);
    }

    /** The connection goes and comes. */
    @Benchmark
    public int move() {
        exporter.giveBack(1, 0, (count, why) -> {});
        place();
        return loop.runNow();
    }

    /** Requires that the connection is still open. */
    @TearDown
    public void close() {
        int sent = Libc.send(
                client, ByteBuffer.allocateDirect(1).put("x".getBytes(US_ASCII)).flip());
        if (sent != 1) {
            throw new IllegalStateException("the connection was closed");
        }
        client.close();
        connections.closeAll();
        int unused = loop.runNow();
    }
}
