package io.baton.master.texts;

import io.baton.master.carried.CarriedText;
import io.baton.master.conductor.Clock;
import io.baton.master.exposition.ExpositionException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of all applications that count by themselves. The conductor asks; another thread reads and adds up, because a text
 * may be long. Conductor thread only.
 */
public final class Texts {

    /** A reader of the page waits so long for workers at most. What is late is on its next page. */
    private static final long LIMIT_MS = 1_000;

    private static final long CARRY_SECONDS = 2;

    private final Map<String, ApplicationTexts> applications = new LinkedHashMap<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private final TextSums sums = new TextSums();

    private @Nullable Clock clock;
    private BiConsumer<String, String> complaints = (app, words) -> {};
    private @Nullable Asker asker;
    private @Nullable ExecutorService thread;

    private record Waiting(Runnable then, Clock.Cancel limit) {}

    /**
     * From now on an operator can read the metrics.
     *
     * @param others asks the workers that serve their metrics
     * @param heard told on the conductor of what is left out: the name of the application, and the reason in words
     */
    public void show(Clock conductor, Asker others, BiConsumer<String, String> heard) {
        clock = conductor;
        asker = others;
        complaints = heard;
    }

    /**
     * Those of the application of this name.
     *
     * @param whenFailed called on the conductor for each text that cannot be used
     */
    public ApplicationTexts of(String app, Runnable whenFailed) {
        return applications.computeIfAbsent(app, name -> new ApplicationTexts(this, name, whenFailed));
    }

    /** The application was deleted. */
    public void forget(String app) {
        applications.remove(app);
        if (thread != null) {
            thread.execute(() -> sums.forget(app));
        }
    }

    /**
     * Asks all workers that can tell, and waits for their answers or for a second.
     *
     * @param then called once on the conductor, at once if there is nothing to wait for
     */
    public void gather(Runnable then) {
        Clock conductor = clock;
        if (conductor == null) {
            then.run();
            return;
        }
        long now = conductor.nanoTime();
        applications.values().forEach(app -> app.ask(now));
        if (asker != null) {
            asker.askAll(now);
        }
        if (isAwaited()) {
            waiting.add(new Waiting(then, conductor.after(LIMIT_MS, this::isOverdue)));
        } else {
            then.run();
        }
    }

    void leaves(String app, int pid, long limitMs, Runnable then) {
        if (asker != null) {
            asker.askOnceMore(app, pid, limitMs, then);
        } else {
            then.run();
        }
    }

    private boolean isAwaited() {
        return applications.values().stream().anyMatch(ApplicationTexts::isAwaited);
    }

    private void isOverdue() {
        applications.values().forEach(app -> app.isOverdue(LIMIT_MS + " ms"));
        answered();
    }

    void answered() {
        if (!waiting.isEmpty() && !isAwaited()) {
            List<Waiting> all = List.copyOf(waiting);
            waiting.clear();
            for (Waiting one : all) {
                one.limit.cancel();
                one.then.run();
            }
        }
    }

    long nowNanos() {
        return clock == null ? 0 : clock.nanoTime();
    }

    void said(String app, WorkerText worker, String text) {
        Clock conductor = clock;
        if (conductor != null) {
            int slot = worker.slot();
            thread().execute(() -> {
                String fault = sums.say(app, worker.pid(), slot, text);
                if (!fault.isEmpty()) {
                    conductor.post(() -> worker.complain(fault));
                }
            });
        }
    }

    void gone(String app, int pid) {
        if (thread != null) {
            thread.execute(() -> sums.gone(app, pid));
        }
    }

    void tell(String app, String words) {
        if (!words.isEmpty()) {
            complaints.accept(app, words);
        }
    }

    /**
     * Puts the metrics of applications on the master's page, after all that was said until now.
     *
     * @param own the master's metrics in the format of OpenMetrics, made on the other thread; only called if there are others
     * @param page is given all of them in that format or that of Prometheus, on the other thread; or null, on the conductor, if
     *     there are no others
     */
    public void merge(boolean openMetrics, OwnPage own, PageReader page) {
        Clock conductor = clock;
        if (thread == null || conductor == null) {
            page.read(null);
            return;
        }
        thread.execute(() -> {
            String text = null;
            try {
                text = sums.merged(
                        openMetrics, own, (app, words) -> conductor.post(() -> complaints.accept(app, words)));
            } catch (ExpositionException | RuntimeException e) {
                conductor.post(() -> complaints.accept("", "the metrics of applications are left out: " + e));
            }
            page.read(text);
        });
    }

    /** Makes the master's own page. */
    public interface OwnPage {

        /** In the format of OpenMetrics. */
        String text();
    }

    /** Takes the whole page. */
    public interface PageReader {

        /**
         * Takes it.
         *
         * @param text null if the master's own page is all
         */
        void read(@Nullable String text);
    }

    /** What the next image of the master goes on with. Waits for the other thread, for two seconds at most. */
    public List<CarriedText> carried() {
        if (thread == null) {
            return List.of();
        }
        Map<String, String> leftOut = new LinkedHashMap<>();
        try {
            List<CarriedText> carried =
                    thread.submit(() -> sums.carried(leftOut::put)).get(CARRY_SECONDS, TimeUnit.SECONDS);
            leftOut.forEach(complaints);
            return carried;
        } catch (ExecutionException | TimeoutException e) {
            applications.keySet().forEach(app -> complaints.accept(app, "metrics do not go on: " + e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return List.of();
    }

    /** Goes on where the former image of this master was. */
    public void goOn(List<CarriedText> carried) {
        carried.forEach(one -> thread().execute(() -> sums.goOn(one)));
    }

    private ExecutorService thread() {
        ExecutorService known = thread;
        if (known == null) {
            known = Executors.newSingleThreadExecutor(work -> {
                Thread made = new Thread(work, "baton-metrics");
                made.setDaemon(true);
                return made;
            });
            thread = known;
        }
        return known;
    }
}
