package io.baton.worker;

import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells the master what the application counts by itself, when it asks, and once more when the worker leaves. The application is
 * called on a thread of its own, because it may block. Owned by the event loop.
 */
final class OwnMetrics {

    private static final int MOST_CHARACTERS = 1 << 20;

    /** A master that stops waits for its workers, so an application that is slow loses its last counts. */
    private static final long LAST_MS = 1_000;

    private final Supplier<@Nullable String> application;
    private final LoopGuard loop;
    private final Supplier<PrimaryProxy> parent;

    private long asked = -1;
    private boolean asking;
    private boolean hasNone;
    private boolean again;

    /** Set while the worker waits for the last text. */
    private @Nullable Runnable whenTold;

    private @Nullable Future<?> limit;

    /**
     * Of an application that was not asked yet.
     *
     * @param application may block; null for no metrics
     */
    OwnMetrics(Supplier<@Nullable String> application, LoopGuard loop, Supplier<PrimaryProxy> parent) {
        this.application = application;
        this.loop = loop;
        this.parent = parent;
    }

    /** Answers this request, later. While the application is asked already, that answer is for this request too. */
    void tell(long request) {
        asked = request;
        ask();
    }

    /**
     * Tells the metrics once more if the master ever asked and there are any. Then runs the action, at the latest after
     * a second.
     */
    void tellLast(Runnable action) {
        if (asked < 0 || hasNone) {
            action.run();
        } else if (whenTold == null) {
            whenTold = action;
            limit = loop.schedule(this::end, LAST_MS);
            // What the application counted after it was asked would be lost.
            again = asking;
            ask();
        }
    }

    private void ask() {
        if (!asking) {
            asking = true;
            Thread thread = new Thread(this::askOnThread, "baton-metrics");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void askOnThread() {
        String text;
        String why;
        try {
            @Nullable String said = application.get();
            text = said == null ? "" : said;
            why = "";
            if (text.length() > MOST_CHARACTERS) {
                why = text.length() + " characters (expected: at most " + MOST_CHARACTERS + ")";
                text = "";
            }
        } catch (Throwable e) {
            text = "";
            why = e.toString();
        }
        String told = text;
        String reason = why;
        loop.execute(() -> told(told, reason));
    }

    private void told(String text, String why) {
        asking = false;
        hasNone = text.isEmpty() && why.isEmpty();
        if (again) {
            again = false;
            ask();
        } else {
            parent.get().metrics(asked, text, why);
            end();
        }
    }

    private void end() {
        Runnable action = whenTold;
        whenTold = null;
        if (limit != null) {
            limit.cancel(false);
        }
        if (action != null) {
            action.run();
        }
    }
}
