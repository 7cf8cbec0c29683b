package io.baton.master.texts;

/** What one worker was asked for and has said. Conductor thread only. */
public final class WorkerText {

    private static final long FRESH_NANOS = 1_000_000_000;

    private final ApplicationTexts application;
    private final int pid;
    private final Teller teller;

    private boolean pending;
    private boolean late;
    private boolean hasSaid;
    private boolean hasComplained;
    private long saidAtNanos;

    WorkerText(ApplicationTexts application, int pid, Teller teller) {
        this.application = application;
        this.pid = pid;
        this.teller = teller;
    }

    /** Asks it, unless what it said last is younger than a second, or it has not answered yet. */
    void ask(long nowNanos) {
        if (teller.canBeAsked() && begins(nowNanos)) {
            teller.ask();
        }
    }

    /** Whether an {@link Asker} is to ask it now. The answer comes back by {@link #said}, {@link #failed} or {@link #notAsked}. */
    public boolean begins(long nowNanos) {
        boolean fresh = hasSaid && nowNanos - saidAtNanos < FRESH_NANOS;
        boolean begins = !pending && !fresh;
        pending |= begins;
        return begins;
    }

    /** It was not asked after all. */
    public void notAsked() {
        pending = false;
        application.answered();
    }

    /** Whether its answer is worth waiting for. */
    boolean isAwaited() {
        return pending && !late;
    }

    /** It has not answered in time. A worker that hangs is not waited for again, until it answers. */
    void isOverdue(String limit) {
        if (pending) {
            late = true;
            complain("did not answer within " + limit);
        }
    }

    int pid() {
        return pid;
    }

    int slot() {
        return teller.slot();
    }

    /** It says what it has counted, asked or not. */
    public void said(String text) {
        // First the text: a page that waited for this answer is made as soon as it counts as given.
        application.said(this, text);
        answered();
    }

    /** It has no metrics. */
    public void hasNone() {
        answered();
    }

    /** It cannot say them now, for this reason. */
    public void failed(String reason) {
        if (!late) {
            complain(reason);
        }
        answered();
    }

    private void answered() {
        pending = false;
        late = false;
        hasSaid = true;
        saidAtNanos = application.nowNanos();
        application.answered();
    }

    /** What it said cannot be used, for this reason. Counted each time, and told once. */
    void complain(String reason) {
        application.failed(hasComplained ? "" : "metrics of " + teller + ": " + reason);
        hasComplained = true;
    }
}
