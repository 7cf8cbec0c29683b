package io.baton.worker.net;

import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.PosixException;
import io.baton.worker.spi.Application;
import io.baton.worker.spi.Listener;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import java.nio.ByteBuffer;

/**
 * Sends the application's warm-up request through its real pipeline, over a socket pair, before the first client comes.
 * The first request in a cold JVM takes some 90 ms, most of it for loading classes.
 */
public final class WarmUp {

    private static final int ANSWER_BYTES = 16 * 1024;

    private final EventLoop loop;
    private final Application application;
    private final Adopter adopter;
    private final ListenerChannel listener;

    /**
     * Warms up an application on one event loop.
     *
     * @param listener the listener that the connection is said to come through
     */
    public WarmUp(EventLoop loop, Application application, Listener listener) {
        this.loop = loop;
        this.application = application;
        // An error here would also meet the first client's connection, and is reported then.
        this.listener = new ListenerChannel(listener);
        this.adopter = new Adopter(loop, application, new Connections(1), cause -> {});
    }

    /**
     * Sends the request so many times, one after the other. Not called on the event loop. Returns when the last answer
     * has begun to arrive.
     *
     * @throws Exception if the application fails at the connection or closes it
     */
    public void run(int requests) throws Exception {
        byte[] request = application.warmUpRequest();
        if (request.length == 0 || requests == 0) {
            return;
        }
        // Clients come over TCP, so this loads the classes that a socket pair does not need.
        new EpollSocketChannel().unsafe().closeForcibly();
        Fd[] pair = Libc.socketpair();
        try (Fd client = pair[0]) {
            Libc.setNonBlocking(pair[1]);
            Channel served =
                    loop.submit(() -> adopter.serve(listener, pair[1], true)).get();
            if (served == null) {
                throw new IllegalStateException("application would not take the warm-up's connection");
            }
            ByteBuffer bytes = ByteBuffer.allocateDirect(Math.max(request.length, ANSWER_BYTES));
            for (int i = 0; i < requests; i++) {
                exchange(client, request, bytes);
            }
            // Past the handlers, which would wait for this client's end.
            loop.submit(() -> served.unsafe().close(served.voidPromise())).get();
        }
    }

    private static void exchange(Fd client, byte[] request, ByteBuffer bytes) throws PosixException {
        int sent = Libc.send(client, bytes.clear().put(request).flip());
        int received = sent < 0 ? sent : Libc.receive(client, bytes.clear());
        if (received < 0) {
            throw PosixException.of("warm-up request", received);
        }
        if (received == 0) {
            throw new IllegalStateException("application closed the warm-up's connection");
        }
    }
}
