package io.baton.master;

import io.baton.master.control.Answer;
import io.baton.master.control.ConnectionPage;
import io.baton.master.control.Request;
import io.baton.master.control.Result;
import io.baton.master.dispatch.MoveReason;
import io.baton.master.group.Applications;
import io.baton.master.group.Member;
import io.baton.master.group.Outcome;
import io.baton.master.group.Refusal;
import io.baton.master.group.Target;
import io.baton.master.snapshot.WorkerState;
import io.baton.master.worker.WorkerHandle;
import io.baton.protocol.MovingMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Orders about single connections of workers: which there are, and that they move. Conductor thread only. */
final class ConnectionOrders {

    /** Stands between a worker and the number of its connection, as in {@code api:2#17}. */
    private static final char NUMBER_SIGN = '#';

    private static final int NO_NUMBER = -1;

    private final Applications applications;

    ConnectionOrders(Applications applications) {
        this.applications = applications;
    }

    /** One page of each worker of the targets, or of one of them. */
    CompletionStage<Answer> list(Request.Conns request) {
        List<CompletableFuture<ConnectionPage>> pages = new ArrayList<>();
        for (String text : request.targets()) {
            for (Target target : Target.of(applications, text)) {
                Member member = target.member();
                if (member == null) {
                    return CompletableFuture.completedFuture(
                            new Answer.Refused(target.unknown(applications).reason()));
                }
                for (WorkerHandle worker : member.group().slots().workers(target.slot())) {
                    if (request.pid() == 0 || request.pid() == worker.pid()) {
                        pages.add(page(member, worker, request.after()));
                    }
                }
            }
        }
        return CompletableFuture.allOf(pages.toArray(CompletableFuture[]::new))
                .thenApply(done -> new Answer.Connections(
                        pages.stream().map(CompletableFuture::join).toList()));
    }

    private static CompletableFuture<ConnectionPage> page(Member member, WorkerHandle worker, long after) {
        int slot = worker.id().slot();
        if (!worker.moves().canBeAsked()) {
            return CompletableFuture.completedFuture(new ConnectionPage(
                    member.name(), slot, worker.pid(), false, List.of(), worker + " " + cannot("tell of")));
        }
        CompletableFuture<ConnectionPage> page = new CompletableFuture<>();
        worker.moves()
                .list(
                        after,
                        said -> page.complete(new ConnectionPage(
                                member.name(),
                                slot,
                                worker.pid(),
                                said != null && said.more(),
                                said == null ? List.of() : said.list(),
                                said == null ? worker + " did not tell its connections in time" : null)));
        return page;
    }

    /** Has all idle connections of a worker move to others, or one connection. */
    CompletionStage<Result> move(String text) {
        int sign = text.lastIndexOf(NUMBER_SIGN);
        int number = sign < 0 ? 0 : number(text.substring(sign + 1));
        List<Target> targets = Target.of(applications, sign < 0 ? text : text.substring(0, sign));
        Target target = targets.size() == 1 ? targets.get(0) : null;
        Member member = target == null ? null : target.member();
        if (target != null && member == null) {
            return done("", text, target.unknown(applications));
        }
        if (target == null || member == null || target.slot() == Target.WHOLE || number == NO_NUMBER) {
            return done(
                    member == null ? "" : member.name(),
                    text,
                    new Outcome.Refused(
                            Refusal.UNSUPPORTED,
                            text + " (expected: one worker, as api:2, or one connection, as api:2#17)"));
        }
        WorkerHandle worker = ready(member, target.slot());
        Outcome.Refused refused = refusal(member, text, worker);
        if (worker == null || refused != null) {
            return done(member.name(), text, refused);
        }
        CompletableFuture<Result> result = new CompletableFuture<>();
        worker.moves()
                .ask(
                        number > 0 ? 1 : Integer.MAX_VALUE,
                        number,
                        MoveReason.BY_HAND,
                        null,
                        said -> result.complete(
                                MasterOrders.result(member.name(), text, outcome(text, number > 0, worker, said))));
        return result;
    }

    private static Outcome.@Nullable Refused refusal(Member member, String text, @Nullable WorkerHandle worker) {
        if (worker == null) {
            return new Outcome.Refused(Refusal.NOT_RUNNING, text + ": no worker that serves");
        } else if (!worker.moves().canBeAsked()) {
            return new Outcome.Refused(Refusal.UNSUPPORTED, text + ": " + worker + " " + cannot("give back"));
        } else if (!member.group().slots().canMoveFrom(worker)) {
            return new Outcome.Refused(
                    Refusal.LAST_WORKER, text + ": no other worker of " + member.name() + " can be handed connections");
        }
        return null;
    }

    private static Outcome outcome(
            String text, boolean one, WorkerHandle worker, MovingMessage.@Nullable GaveBack said) {
        if (said == null) {
            return new Outcome.Refused(Refusal.TIMED_OUT, text + ": " + worker + " did not answer in time");
        } else if (said.count() > 0) {
            return new Outcome.Done(
                    one || said.count() == 1
                            ? "1 connection goes to another worker"
                            : said.count() + " connections go to other workers");
        }
        return one
                ? new Outcome.Refused(Refusal.UNSUPPORTED, text + ": it stays: " + said.why())
                : new Outcome.Done("none moves: " + said.why());
    }

    private static String cannot(String what) {
        return "cannot " + what + " its connections now (expected: a JVM worker of this version; a Node program has no"
                + " such message)";
    }

    private static @Nullable WorkerHandle ready(Member member, int slot) {
        for (WorkerHandle worker : member.group().slots().workers(slot)) {
            if (worker.state() == WorkerState.READY) {
                return worker;
            }
        }
        return null;
    }

    private static int number(String text) {
        try {
            int number = Integer.parseInt(text);
            return number > 0 ? number : NO_NUMBER;
        } catch (NumberFormatException e) {
            return NO_NUMBER;
        }
    }

    private static CompletionStage<Result> done(String app, String text, Outcome.@Nullable Refused refused) {
        Outcome outcome = refused == null ? new Outcome.Refused(Refusal.NOT_RUNNING, text) : refused;
        return CompletableFuture.completedFuture(MasterOrders.result(app, text, outcome));
    }
}
