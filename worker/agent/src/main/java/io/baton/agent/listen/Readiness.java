package io.baton.agent.listen;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Holds back that the server listens until it is ready: it listens on the port that the operator named, and goes on to, and
 * answers the ready path there, and then the requests that warm it up.
 */
final class Readiness implements Runnable {

    private static final long PAUSE_MS = 100;
    private static final String JMX = "com.sun.management.jmxremote.";

    /** A socket that is bound only to see whether its port is free is closed sooner. */
    private static final long SETTLES_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Listeners listeners;
    private final int servicePort;
    private final String path;
    private final List<String> warmUp;

    private boolean ready;
    private boolean started;

    /**
     * Not ready.
     *
     * @param listeners which announce themselves when it is
     * @param servicePort the port that matters; 0: the first one that the server listens on
     * @param path that has to answer; empty if none has to
     * @param warmUp requests that it must have answered, with whatever status
     */
    Readiness(Listeners listeners, int servicePort, String path, List<String> warmUp) {
        this.listeners = listeners;
        this.servicePort = servicePort;
        this.path = path;
        this.warmUp = warmUp;
    }

    /** Whether the server is ready. */
    synchronized boolean isReady() {
        return ready;
    }

    /** The server listens on one port more. */
    synchronized void listens() {
        if (!ready && service() != null) {
            notifyAll();
            if (!started) {
                started = true;
                Thread thread = new Thread(null, this, "baton-ready", 0, false);
                thread.setDaemon(true);
                thread.start();
            }
        }
    }

    /** The socket that matters; null if the server has none yet, or has closed it. */
    private @Nullable Listener service() {
        for (Listener listener : listeners.all()) {
            if (matters(listener.address().getPort()) && listener.listens()) {
                return listener;
            }
        }
        return null;
    }

    /** Any port, if the operator named none, but for that of JMX, which listens before the program begins. */
    private boolean matters(int port) {
        return servicePort != 0
                ? port == servicePort
                : port != Integer.getInteger(JMX + "port", 0) && port != Integer.getInteger(JMX + "rmi.port", 0);
    }

    @Override
    public void run() {
        try {
            Listener service = settled();
            if (!service.isShared()) {
                while (!path.isEmpty() && !answers(service)) {
                    Thread.sleep(PAUSE_MS);
                    service = settled();
                }
                for (String request : warmUp) {
                    while (new OwnRequest(request).ask(service) == 0) {
                        Thread.sleep(PAUSE_MS);
                        service = settled();
                    }
                }
            }
            synchronized (this) {
                ready = true;
            }
            listeners.announce();
        } catch (InterruptedException e) {
            // The server does not want to be asked, so it is not ready.
        }
    }

    /** Waits until the server listens on the port that matters, and has not closed it at once. */
    private synchronized Listener settled() throws InterruptedException {
        while (true) {
            Listener service = service();
            if (service == null) {
                wait();
            } else if (service.listensForNanos() >= SETTLES_NANOS) {
                return service;
            } else {
                TimeUnit.NANOSECONDS.timedWait(this, SETTLES_NANOS);
            }
        }
    }

    private boolean answers(Listener service) {
        int status = new OwnRequest("GET " + path).ask(service);
        return status == 2 || status == 3;
    }
}
