package io.baton.master;

import io.baton.master.control.Result;
import io.baton.master.group.Member;
import io.baton.master.group.Outcome;
import io.baton.master.group.Refusal;
import io.baton.master.group.Target;
import io.baton.master.worker.WorkerHandle;
import io.baton.protocol.posix.SignalName;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Orders to the worker processes of a target. Conductor thread only. */
final class WorkerOrders {

    private WorkerOrders() {}

    /** Sends a signal to every process of the target. */
    static CompletionStage<Result> signal(Target target, String signal) {
        Member member = target.requireMember();
        OptionalInt number = SignalName.number(signal);
        if (number.isEmpty()) {
            return done(
                    target,
                    new Outcome.Refused(
                            Refusal.BAD_CONFIG,
                            signal + ": no signal (expected: a name or a number, as SIGUSR2, usr2 or 12)"));
        }
        int sent = 0;
        for (WorkerHandle worker : member.group().slots().workers(target.slot())) {
            sent += worker.questions().signal(number.getAsInt()) ? 1 : 0;
        }
        String name = SignalName.of(number.getAsInt());
        return done(
                target,
                sent == 0
                        ? noWorker(target)
                        : new Outcome.Done(name + " sent to " + (sent == 1 ? "1 worker" : sent + " workers")));
    }

    /** Asks the worker of the target for its threads, or each one. */
    static List<CompletionStage<Result>> threads(Target target) {
        List<CompletionStage<Result>> results = new ArrayList<>();
        Member member = target.requireMember();
        for (WorkerHandle worker : member.group().slots().workers(target.slot())) {
            String text = target.slot() == Target.WHOLE && worker.id().slot() > 0
                    ? member.name() + ":" + worker.id().slot()
                    : target.text();
            results.add(threads(new Target(text, member, target.slot()), worker));
        }
        if (results.isEmpty()) {
            results.add(done(target, noWorker(target)));
        }
        return results;
    }

    private static CompletionStage<Result> threads(Target target, WorkerHandle worker) {
        if (!worker.questions().canTellThreads()) {
            return done(
                    target,
                    new Outcome.Refused(
                            Refusal.UNSUPPORTED,
                            target.text() + ": " + worker
                                    + " cannot be asked for its threads now (expected: a JVM worker that runs"
                                    + " and is not asked already)"));
        }
        CompletableFuture<Result> result = new CompletableFuture<>();
        worker.questions()
                .threads(threads -> result.complete(
                        threads == null
                                ? MasterOrders.result(
                                        target.requireMember().name(),
                                        target.text(),
                                        new Outcome.Refused(
                                                Refusal.TIMED_OUT,
                                                target.text() + ": " + worker + " did not print its threads"))
                                : new Result(
                                        target.requireMember().name(),
                                        target.text(),
                                        true,
                                        null,
                                        threads.file() == null ? "not kept: no home can be written" : threads.file(),
                                        threads.text())));
        return result;
    }

    private static Outcome noWorker(Target target) {
        return new Outcome.Refused(Refusal.NOT_RUNNING, target.text() + ": no worker runs");
    }

    private static CompletionStage<Result> done(Target target, Outcome outcome) {
        return CompletableFuture.completedFuture(
                MasterOrders.result(target.requireMember().name(), target.text(), outcome));
    }
}
