package io.baton.worker.net;

import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.PosixException;
import io.baton.worker.spi.Listener;
import io.netty.channel.Channel;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.LinuxSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Serves an application as a worker does, on connections that are handed over or accepted by the worker itself. */
final class AdoptedServer implements AutoCloseable {

    private static final int BACKLOG = 64;
    private static final int CLIENT_TIMEOUT_MS = 10_000;

    /** The errors that would have retired the worker. */
    final List<Throwable> broken = new CopyOnWriteArrayList<>();

    final InetSocketAddress address;

    private final IoEventLoop loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory()).next();
    private final Connections connections = new Connections(100);

    /**
     * Listens on a free port.
     *
     * @param handsOver whether a thread accepts as a master does, and the worker adopts; else the worker accepts
     */
    AdoptedServer(InitializingApplication application, boolean handsOver) throws Exception {
        LinuxSocket socket = LinuxSocket.newSocketStream(false);
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        address = socket.localAddress();
        Adopter adopter = new Adopter(loop, application, connections, broken::add);
        ListenerChannel listener = new ListenerChannel(new Listener("http", address));
        Fd listening = Fd.own(socket.intValue());
        if (handsOver) {
            socket.listen(BACKLOG);
            Thread master = new Thread(() -> handOver(listening, adopter, listener), "handing-over");
            master.setDaemon(true);
            master.start();
        } else {
            loop.submit(() -> start(listening, adopter, listener)).get();
        }
    }

    private Acceptor start(Fd listening, Adopter adopter, ListenerChannel listener) throws PosixException {
        return Acceptor.start(loop, listening, BACKLOG, adopter, listener);
    }

    /** A client that gives up after ten seconds of silence. */
    Socket client() throws IOException {
        Socket client = new Socket(address.getAddress(), address.getPort());
        client.setSoTimeout(CLIENT_TIMEOUT_MS);
        return client;
    }

    private void handOver(Fd listening, Adopter adopter, ListenerChannel listener) {
        while (!loop.isShuttingDown()) {
            int number = Libc.accept(listening);
            if (number < 0) {
                // The connection that wakes this thread at the end is reset at once, as by a client that resets.
                continue;
            }
            if (loop.isShuttingDown()) {
                Fd.own(number).close();
            } else {
                loop.execute(() -> {
                    Channel channel = adopter.adopt(listener, Fd.own(number));
                    if (channel != null) {
                        adopter.read(channel);
                    }
                });
            }
        }
        listening.close();
    }

    @Override
    public void close() throws IOException {
        loop.submit(connections::closeAll).syncUninterruptibly();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        try (Socket last = new Socket(address.getAddress(), address.getPort())) {
            // Wakes the accepting thread.
            last.setSoLinger(true, 0);
        } catch (IOException e) {
            // The worker's own acceptor has ended with its loop.
        }
    }
}
