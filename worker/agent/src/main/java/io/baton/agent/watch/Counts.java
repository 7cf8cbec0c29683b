package io.baton.agent.watch;

/** How many connections the server has, and what they do. Owned by the thread that asked for it. */
public final class Counts {

    private int open;
    private int busy;
    private int running;
    private int opaque;
    private long requests;

    Counts() {}

    void begin(long requests) {
        open = 0;
        busy = 0;
        running = 0;
        opaque = 0;
        this.requests = requests;
    }

    void add(boolean gone, boolean isBusy, boolean isRunning, boolean isOpaque) {
        if (!gone) {
            open++;
            busy += isBusy ? 1 : 0;
            running += isRunning ? 1 : 0;
            opaque += isOpaque ? 1 : 0;
        }
    }

    /** Connections that the server has accepted, and not closed, and not given back. */
    public int open() {
        return open;
    }

    /** Connections among them that must not be closed now; those that run a request, and opaque ones that seem to. */
    public int busy() {
        return busy;
    }

    /** Connections among them with a request that waits for the end of its answer. */
    public int running() {
        return running;
    }

    /** How many of the open connections are opaque: only the time when bytes moved is known of them. */
    public int opaque() {
        return opaque;
    }

    /** Requests that were answered, on all connections that ever were. */
    public long requests() {
        return requests;
    }
}
