package io.baton.master;

import io.baton.master.fetch.FetchLimits;
import io.baton.master.fetch.Fetched;
import io.baton.master.group.Applications;
import io.baton.master.group.Group;
import io.baton.master.group.Member;
import io.baton.master.group.Target;
import io.baton.master.texts.Asker;
import io.baton.master.texts.WorkerText;
import io.baton.master.totals.Totals;
import io.baton.master.worker.WorkerHandle;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Asks the workers of servers and Node programs for their metrics, at the path that the operator named. Conductor thread only.
 */
final class ServedMetrics implements Asker {

    private static final int MOST_BYTES = 1 << 20;

    /** A page waits for a second only. An answer that comes later is on the next one. */
    private static final FetchLimits LIMITS = new FetchLimits(10_000, MOST_BYTES);

    private static final int OK = 200;

    private final Applications applications;
    private final Totals totals;

    ServedMetrics(Applications applications, Totals totals) {
        this.applications = applications;
        this.totals = totals;
    }

    @Override
    public void askAll(long nowNanos) {
        for (Member member : applications.all()) {
            Group group = member.group();
            String path = group.config().supervision().metricsPath();
            if (path != null) {
                for (WorkerHandle worker : group.slots().workers(Target.WHOLE)) {
                    WorkerText text = text(group, worker);
                    if (text != null && worker.id().slot() > 0 && text.begins(nowNanos)) {
                        ask(group, worker, path, text);
                    }
                }
            }
        }
    }

    private @Nullable WorkerText text(Group group, WorkerHandle worker) {
        return totals.of(group.name()).texts().of(worker.pid());
    }

    @Override
    public void askOnceMore(String app, int pid, long limitMs, Runnable then) {
        Member member = applications.named(app);
        if (member == null || !askOnceMore(member.group(), pid, limitMs, then)) {
            then.run();
        }
    }

    private boolean askOnceMore(Group group, int pid, long limitMs, Runnable then) {
        String path = group.config().supervision().metricsPath();
        WorkerHandle worker = path == null || limitMs == 0 ? null : worker(group, pid);
        WorkerText text = worker == null ? null : text(group, worker);
        if (path == null || worker == null || text == null) {
            return false;
        }
        group.slots().fetch(worker, path, new FetchLimits(limitMs, MOST_BYTES), answer -> {
            answered(path, answer, text);
            then.run();
        });
        return true;
    }

    private static @Nullable WorkerHandle worker(Group group, int pid) {
        return group.slots().workers(Target.WHOLE).stream()
                .filter(worker -> worker.pid() == pid)
                .findFirst()
                .orElse(null);
    }

    private static void ask(Group group, WorkerHandle worker, String path, WorkerText text) {
        group.slots().fetch(worker, path, LIMITS, answer -> answered(path, answer, text));
    }

    private static void answered(String path, Fetched answer, WorkerText text) {
        if (answer instanceof Fetched.Reply reply && reply.status() == OK) {
            text.said(StandardCharsets.UTF_8.decode(reply.body()).toString());
        } else if (answer instanceof Fetched.Reply reply) {
            text.failed("GET " + path + ": status " + reply.status() + " (expected: 200)");
        } else if (answer instanceof Fetched.NoReply none) {
            text.failed("GET " + path + ": " + none.reason());
        } else {
            text.notAsked();
        }
    }
}
