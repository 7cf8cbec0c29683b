package io.baton.master;

import io.baton.master.config.ConfigException;
import io.baton.master.config.Declaration;
import io.baton.master.config.GroupConfig;
import io.baton.master.control.Answer;
import io.baton.master.control.Orders;
import io.baton.master.control.Request;
import io.baton.master.control.Result;
import io.baton.master.group.Applications;
import io.baton.master.group.Member;
import io.baton.master.group.Outcome;
import io.baton.master.group.Refusal;
import io.baton.master.group.Target;
import io.baton.master.group.TargetVerbs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/** Carries out what the clients of the control socket ask of a master. Conductor thread only. */
final class MasterOrders implements Orders {

    private final Applications applications;
    private final TargetVerbs verbs;
    private final FileWork files;
    private final MasterLogs logs;
    private final Answer.Pong pong;
    private final Supplier<CompletionStage<Outcome>> stop;

    /**
     * For the applications of one master.
     *
     * @param files does what waits for files
     * @param logs of the applications
     * @param pong tells which master it is
     * @param stop ends the master; done when no process of its applications is left
     */
    MasterOrders(
            Applications applications,
            TargetVerbs verbs,
            FileWork files,
            MasterLogs logs,
            Answer.Pong pong,
            Supplier<CompletionStage<Outcome>> stop) {
        this.applications = applications;
        this.verbs = verbs;
        this.files = files;
        this.logs = logs;
        this.pong = pong;
        this.stop = stop;
    }

    @Override
    public CompletionStage<Answer> ping() {
        return CompletableFuture.completedFuture(pong);
    }

    @Override
    public CompletionStage<Answer> start(Request.Start request) {
        List<CompletionStage<Result>> results = new ArrayList<>();
        for (Map<?, ?> app : request.apps()) {
            results.add(files.make(() -> declared(app)).thenCompose(this::start));
        }
        return all(results);
    }

    private CompletionStage<Result> start(Declared declared) {
        GroupConfig config = declared.config();
        Declaration declaration = declared.declaration();
        return declared.refused() != null || config == null || declaration == null
                ? CompletableFuture.completedFuture(
                        result(declared.name(), declared.name(), Declared.refusal(declared.refused())))
                : applications
                        .start(declaration, config)
                        .thenApply(outcome -> result(config.name(), config.name(), outcome));
    }

    @Override
    public CompletionStage<Answer> act(Request.Act request) {
        CompletionStage<Answer> done = forTargets(request.targets(), target -> switch (request.verb()) {
            case START -> verbs.start(target);
            case STOP -> verbs.stop(target);
            case RESTART -> verbs.restart(target);
            case DELETE -> verbs.delete(target);
            case RESET -> verbs.reset(target);
            case RELOAD ->
                Outcome.refused(
                        Refusal.NOT_YET,
                        target.text() + ": reload, which loses no request, is not there yet; restart stops and starts");
        });
        // What a worker printed last is in its file when the operator is told that the worker has stopped.
        return done.thenCompose(logs::whenWritten);
    }

    @Override
    public CompletionStage<Answer> scale(Request.Scale request) {
        return forTargets(
                List.of(request.app()),
                target -> target.slot() == Target.WHOLE
                        ? applications.scale(target.requireMember(), request.change())
                        : Outcome.refused(
                                Refusal.UNSUPPORTED, target.text() + ": one worker (expected: an application)"));
    }

    @Override
    public CompletionStage<Answer> signal(Request.Signal request) {
        return notYet(request.targets());
    }

    @Override
    public CompletionStage<Answer> threads(Request.Threads request) {
        return notYet(request.targets());
    }

    @Override
    public CompletionStage<Answer> declarations(Request.Declarations request) {
        List<Answer.Declared> declared = new ArrayList<>();
        for (String text : request.targets()) {
            for (Target target : Target.of(applications, text)) {
                Member member = target.member();
                if (member == null) {
                    return CompletableFuture.completedFuture(
                            new Answer.Refused(target.unknown(applications).reason()));
                }
                declared.add(
                        new Answer.Declared(member.name(), member.declaration().toJson()));
            }
        }
        return CompletableFuture.completedFuture(new Answer.Declarations(declared));
    }

    @Override
    public CompletionStage<Answer> flush(Request.Flush request) {
        if (request.targets().contains(Target.ALL)) {
            logs.emptyOwn();
        }
        return forTargets(request.targets(), logs::empty);
    }

    @Override
    public CompletionStage<Answer> save() {
        return notYet(List.of());
    }

    @Override
    public CompletionStage<Answer> resurrect() {
        return notYet(List.of());
    }

    @Override
    public CompletionStage<Answer> kill() {
        List<Member> stopped = applications.all();
        return stop.get()
                .thenApply(outcome -> new Answer.Results(stopped.stream()
                        .map(member -> result(member.name(), member.name(), outcome))
                        .toList()));
    }

    private CompletionStage<Answer> notYet(List<String> targets) {
        return forTargets(targets, target -> Outcome.refused(Refusal.NOT_YET, target.text() + ": not yet"));
    }

    private CompletionStage<Answer> forTargets(List<String> texts, Function<Target, CompletionStage<Outcome>> verb) {
        List<Target> targets = new ArrayList<>();
        for (String text : texts) {
            targets.addAll(Target.of(applications, text));
        }
        List<CompletionStage<Result>> results = new ArrayList<>();
        for (Target target : targets) {
            Member member = target.member();
            results.add(
                    member == null
                            ? CompletableFuture.completedFuture(result("", target.text(), target.unknown(applications)))
                            : verb.apply(target).thenApply(outcome -> result(member.name(), target.text(), outcome)));
        }
        return all(results);
    }

    private static Result result(String app, String target, Outcome outcome) {
        if (outcome instanceof Outcome.Refused refused) {
            return new Result(app, target, false, refused.refusal().name(), refused.reason(), null);
        }
        return new Result(app, target, true, null, ((Outcome.Done) outcome).what(), null);
    }

    /** Answered when all are there, in their order. */
    private static CompletionStage<Answer> all(List<CompletionStage<Result>> results) {
        List<CompletableFuture<Result>> futures =
                results.stream().map(CompletionStage::toCompletableFuture).toList();
        return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new))
                .thenApply(done -> new Answer.Results(
                        futures.stream().map(CompletableFuture::join).toList()));
    }

    /** Reads what a client sent, and the beginning of the program that it names. */
    static Declared declared(Map<?, ?> json) {
        String name = json.get("file") instanceof String file ? file : "";
        try {
            Declaration declaration = Declaration.of(json);
            GroupConfig config = declaration.config();
            return new Declared(config.name(), declaration, config, null);
        } catch (ConfigException e) {
            return new Declared(name, null, null, String.valueOf(e.getMessage()));
        }
    }
}
