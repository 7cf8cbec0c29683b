package io.baton.agent.listen;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Holds back that the server listens until it is ready: it listens on the port that the operator named, and answers the ready
 * path there, and then the requests that warm it up.
 */
final class Readiness implements Runnable {

    private static final long PAUSE_MS = 100;
    private static final String JMX = "com.sun.management.jmxremote.";

    private final int servicePort;
    private final String path;
    private final Runnable whenReady;

    private final List<String> warmUp;

    private boolean ready;
    private boolean asks;
    private volatile @Nullable Listener asked;

    /**
     * Not ready.
     *
     * @param servicePort the port that matters; 0: the first one that the server listens on
     * @param path that has to answer; empty if none has to
     * @param warmUp requests that it must have answered, with whatever status
     * @param whenReady called once
     */
    Readiness(int servicePort, String path, List<String> warmUp, Runnable whenReady) {
        this.servicePort = servicePort;
        this.path = path;
        this.warmUp = warmUp;
        this.whenReady = whenReady;
    }

    /** Whether the server is ready. */
    synchronized boolean isReady() {
        return ready;
    }

    /** The server listens. */
    void listens(Listener listener) {
        synchronized (this) {
            if (ready || !matters(listener.address().getPort())) {
                return;
            }
            // An earlier one may have been bound only to see whether the port is free.
            asked = listener;
            if (asks) {
                return;
            }
            asks = true;
        }
        if ((path.isEmpty() && warmUp.isEmpty()) || listener.isShared()) {
            isReadyNow();
        } else {
            Thread thread = new Thread(null, this, "baton-ready", 0, false);
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** The first port, if the operator named none, but for that of JMX, which listens before the program begins. */
    private boolean matters(int port) {
        Listener first = asked;
        int only = servicePort != 0 || first == null
                ? servicePort
                : first.address().getPort();
        return only != 0
                ? port == only
                : port != Integer.getInteger(JMX + "port", 0) && port != Integer.getInteger(JMX + "rmi.port", 0);
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
            while (!path.isEmpty() && !answers()) {
                Thread.sleep(PAUSE_MS);
            }
            for (String request : warmUp) {
                while (new OwnRequest(request).ask(Objects.requireNonNull(asked)) == 0) {
                    Thread.sleep(PAUSE_MS);
                }
            }
            isReadyNow();
        } catch (InterruptedException e) {
            // The server does not want to be asked, so it is not ready.
        }
    }

    private boolean answers() {
        int status = new OwnRequest("GET " + path).ask(Objects.requireNonNull(asked));
        return status == 2 || status == 3;
    }
}
