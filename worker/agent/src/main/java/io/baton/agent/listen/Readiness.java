package io.baton.agent.listen;

import io.baton.agent.posix.Kernel;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import sun.nio.ch.HookedNet;

/**
 * Holds back that the server listens until it is ready: it listens on the port that the operator named, and answers the ready
 * path there. The question goes through the listener's own queue, over a connection of this process to itself, so that the
 * server accepts it as any other and nothing is bound twice.
 */
final class Readiness implements Runnable {

    private static final long PAUSE_MS = 100;
    private static final int PATIENCE_MS = 5_000;
    private static final String BEFORE_STATUS = "HTTP/1.1 ";

    private final int servicePort;
    private final String path;
    private final Runnable whenReady;

    private boolean ready;
    private @Nullable Listener asked;

    /**
     * Not ready.
     *
     * @param servicePort the port that matters; 0: the first one that the server listens on
     * @param path that has to answer; empty if none has to
     * @param whenReady called once
     */
    Readiness(int servicePort, String path, Runnable whenReady) {
        this.servicePort = servicePort;
        this.path = path;
        this.whenReady = whenReady;
    }

    /** Whether the server is ready. */
    synchronized boolean isReady() {
        return ready;
    }

    /** The server listens. */
    void listens(Listener listener) {
        synchronized (this) {
            if (ready
                    || asked != null
                    || (servicePort != 0 && listener.address().getPort() != servicePort)) {
                return;
            }
            asked = listener;
        }
        if (path.isEmpty() || listener.isShared()) {
            isReadyNow();
        } else {
            Thread thread = new Thread(null, this, "baton-ready", 0, false);
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void isReadyNow() {
        synchronized (this) {
            ready = true;
        }
        whenReady.run();
    }

    @Override
    public void run() {
        try {
            while (!answers()) {
                Thread.sleep(PAUSE_MS);
            }
            isReadyNow();
        } catch (InterruptedException e) {
            // The server does not want to be asked, so it is not ready.
        }
    }

    private boolean answers() {
        try (ServerSocketChannel door = ServerSocketChannel.open()) {
            door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            try (Socket client = new Socket()) {
                client.connect(door.getLocalAddress(), PATIENCE_MS);
                client.setSoTimeout(PATIENCE_MS);
                try (SocketChannel other = door.accept()) {
                    if (!offer(other)) {
                        return false;
                    }
                }
                client.getOutputStream()
                        .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                int status = status(client.getInputStream());
                return status == 2 || status == 3;
            }
        } catch (IOException e) {
            return false;
        }
    }

    private boolean offer(SocketChannel connection) {
        int copy = Kernel.duplicate(HookedNet.number(connection));
        if (copy < 0) {
            return false;
        }
        int unused = Kernel.prepare(copy);
        if (Objects.requireNonNull(asked).offer(new Waiting(copy, Waiting.OWN, 0, 0, System.nanoTime()))) {
            return true;
        }
        int unusedToo = Kernel.close(copy);
        return false;
    }

    /** The first digit of the answer's status; 0 if there is none. Reads to the end, so that the server is not interrupted. */
    private static int status(InputStream in) throws IOException {
        byte[] start = in.readNBytes(BEFORE_STATUS.length() + 1);
        int digit = start.length > BEFORE_STATUS.length() ? start[BEFORE_STATUS.length()] - '0' : 0;
        long unused = in.skip(Long.MAX_VALUE);
        return digit;
    }
}
