package io.baton.master.worker;

import io.baton.master.snapshot.WorkerState;
import io.baton.master.texts.ApplicationTexts;
import io.baton.master.texts.Teller;
import io.baton.master.texts.WorkerText;
import io.baton.protocol.MetricsMessage;

/**
 * Asks one worker for the metrics that its application counts, and puts the parts of its answer together. Conductor
 * thread only.
 */
final class Telling implements Teller {

    private static final int MOST_CHARACTERS = 1 << 20;

    private final WorkerHandle worker;
    private final WorkerProxy proxy;
    private final WorkerText text;
    private final StringBuilder parts = new StringBuilder();

    private boolean hasNone;
    private boolean isTooLong;

    Telling(WorkerHandle worker, WorkerProxy proxy, ApplicationTexts texts) {
        this.worker = worker;
        this.proxy = proxy;
        this.text = texts.begin(worker.pid(), this);
    }

    /** A spare has served nobody, and has no slot to show it under. */
    @Override
    public boolean canBeAsked() {
        boolean serves = worker.state() == WorkerState.READY || worker.state() == WorkerState.DRAINING;
        return serves && !hasNone && slot() > 0 && proxy.capabilities().tellsMetrics() && proxy.isOpen();
    }

    @Override
    public void ask() {
        proxy.askMetrics();
    }

    @Override
    public int slot() {
        return worker.id().slot();
    }

    /** The worker tells a part, asked or not. */
    void told(MetricsMessage.Metrics part) {
        isTooLong |= parts.length() + part.text().length() > MOST_CHARACTERS;
        if (!isTooLong) {
            parts.append(part.text());
        }
        if (part.more()) {
            return;
        }
        String whole = parts.toString();
        boolean tooLong = isTooLong;
        isTooLong = false;
        parts.setLength(0);
        parts.trimToSize();
        if (tooLong) {
            text.failed("more than " + MOST_CHARACTERS + " characters");
        } else if (!part.why().isEmpty()) {
            text.failed(part.why());
        } else if (whole.isEmpty()) {
            hasNone = true;
            text.hasNone();
        } else {
            text.said(whole);
        }
    }

    @Override
    public String toString() {
        return worker.toString();
    }
}
