package io.baton.master.texts;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The metrics of the workers of one application. Conductor thread only. */
public final class ApplicationTexts {

    private final Texts all;
    private final String app;
    private final Runnable whenFailed;
    private final Map<Integer, WorkerText> living = new LinkedHashMap<>();

    /** @param whenFailed counts */
    ApplicationTexts(Texts all, String app, Runnable whenFailed) {
        this.all = all;
        this.app = app;
        this.whenFailed = whenFailed;
    }

    /** A worker process begins. */
    public WorkerText begin(int pid, Teller teller) {
        WorkerText text = new WorkerText(this, pid, teller);
        living.put(pid, text);
        return text;
    }

    /** A worker process has ended. What it said stays in the sums. */
    public void end(int pid) {
        living.remove(pid);
        all.gone(app, pid);
        answered();
    }

    /** What a process of it has said; null if it has ended. */
    public @Nullable WorkerText of(int pid) {
        return living.get(pid);
    }

    /**
     * A worker is about to be told to leave: if it serves its metrics, it is asked once more.
     *
     * @param limitMs how long it may take to answer
     * @param then called once: now if it is not asked, else when it has answered, or will not any more
     */
    public void leaves(int pid, long limitMs, Runnable then) {
        all.leaves(app, pid, limitMs, then);
    }

    void ask(long nowNanos) {
        living.values().forEach(worker -> worker.ask(nowNanos));
    }

    boolean isAwaited() {
        return living.values().stream().anyMatch(WorkerText::isAwaited);
    }

    void isOverdue(String limit) {
        living.values().stream().filter(WorkerText::isAwaited).toList().forEach(worker -> worker.isOverdue(limit));
    }

    long nowNanos() {
        return all.nowNanos();
    }

    void said(WorkerText worker, String text) {
        all.said(app, worker, text);
    }

    void answered() {
        all.answered();
    }

    /** @param words empty if they were told before */
    void failed(String words) {
        whenFailed.run();
        all.tell(app, words);
    }
}
