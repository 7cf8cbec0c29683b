package io.baton.master;

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
import io.baton.master.upgrade.NewProgram;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/** Carries out what the clients of the control socket ask of a master. Conductor thread only. */
final class MasterOrders implements Orders {

    private final Applications applications;
    private final ConnectionOrders connections;
    private final TargetVerbs verbs;
    private final ReloadOrders reloads;
    private final FileWork files;
    private final MasterLogs logs;
    private final StateKeeper keeper;
    private final Resurrection resurrection;
    private final Supplier<Answer.Pong> pong;
    private final Function<NewProgram, CompletionStage<Outcome>> upgrade;
    private final Supplier<CompletionStage<Outcome>> stop;

    /**
     * For the applications of one master.
     *
     * @param files does what waits for files
     * @param logs of the applications
     * @param keeper keeps what there is
     * @param resurrection brings back what was kept
     * @param pong tells which master it is
     * @param upgrade has the master replace itself
     * @param stop ends the master; done when no process of its applications is left
     */
    MasterOrders(
            Applications applications,
            TargetVerbs verbs,
            ReloadOrders reloads,
            FileWork files,
            MasterLogs logs,
            StateKeeper keeper,
            Resurrection resurrection,
            Supplier<Answer.Pong> pong,
            Function<NewProgram, CompletionStage<Outcome>> upgrade,
            Supplier<CompletionStage<Outcome>> stop) {
        this.applications = applications;
        this.connections = new ConnectionOrders(applications);
        this.verbs = verbs;
        this.reloads = reloads;
        this.files = files;
        this.logs = logs;
        this.keeper = keeper;
        this.resurrection = resurrection;
        this.pong = pong;
        this.upgrade = upgrade;
        this.stop = stop;
    }

    @Override
    public CompletionStage<Answer> ping() {
        return CompletableFuture.completedFuture(pong.get());
    }

    @Override
    public CompletionStage<Answer> start(Request.Start request) {
        return files.make(() -> request.apps().stream()
                        .map(app -> Declared.read(app, app))
                        .toList())
                .thenCompose(all -> all(all.stream().map(this::start).toList()));
    }

    private CompletionStage<Result> start(Declared declared) {
        GroupConfig config = declared.config();
        Declaration declaration = declared.declaration();
        return declaration == null || config == null
                ? CompletableFuture.completedFuture(result(declared.name(), declared.name(), declared.refusal()))
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
        });
        // What a worker printed last is in its file when the operator is told that the worker has stopped.
        return done.thenCompose(logs::whenWritten);
    }

    @Override
    public CompletionStage<Answer> reload(Request.Reload request) {
        return reloads.reload(request).<Answer>thenApply(Answer.Results::new).thenCompose(logs::whenWritten);
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
        return forEach(request.targets(), target -> List.of(WorkerOrders.signal(target, request.signal())));
    }

    @Override
    public CompletionStage<Answer> threads(Request.Threads request) {
        return forEach(request.targets(), WorkerOrders::threads);
    }

    @Override
    public CompletionStage<Answer> conns(Request.Conns request) {
        return connections.list(request);
    }

    @Override
    public CompletionStage<Answer> move(Request.Move request) {
        return all(request.targets().stream().map(connections::move).toList());
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
        int count = applications.all().size();
        if (count == 0) {
            return savedAs(new Outcome.Refused(
                    Refusal.NOTHING_SAVED,
                    "nothing is saved: there is no application, and what was saved before stays"));
        }
        return keeper.save()
                .handle((path, failure) -> failure == null
                        ? new Outcome.Done(
                                (count == 1 ? "1 application" : count + " applications") + " saved in " + path)
                        : new Outcome.Refused(
                                Refusal.FAILED, "not saved, and what was saved before stays: " + failure.getMessage()))
                .thenCompose(MasterOrders::savedAs);
    }

    private static CompletionStage<Answer> savedAs(Outcome outcome) {
        return CompletableFuture.completedFuture(new Answer.Results(List.of(result("", "state.json", outcome))));
    }

    @Override
    public CompletionStage<Answer> resurrect() {
        return resurrection.resurrect().thenApply(Answer.Results::new);
    }

    @Override
    public CompletionStage<Answer> upgrade(Request.Upgrade request) {
        NewProgram program = new NewProgram(Path.of(request.java()), Path.of(request.jar()));
        return upgrade.apply(program).thenApply(outcome -> new Answer.Results(List.of(result("", "master", outcome))));
    }

    @Override
    public CompletionStage<Answer> kill() {
        List<Member> stopped = applications.all();
        return stop.get()
                .thenApply(outcome -> new Answer.Results(stopped.stream()
                        .map(member -> result(member.name(), member.name(), outcome))
                        .toList()));
    }

    private CompletionStage<Answer> forTargets(List<String> texts, Function<Target, CompletionStage<Outcome>> verb) {
        return forEach(
                texts,
                target -> List.of(verb.apply(target)
                        .thenApply(outcome -> result(target.requireMember().name(), target.text(), outcome))));
    }

    private CompletionStage<Answer> forEach(List<String> texts, Function<Target, List<CompletionStage<Result>>> verb) {
        List<CompletionStage<Result>> results = new ArrayList<>();
        for (String text : texts) {
            for (Target target : Target.of(applications, text)) {
                if (target.member() == null) {
                    results.add(
                            CompletableFuture.completedFuture(result("", target.text(), target.unknown(applications))));
                } else {
                    results.addAll(verb.apply(target));
                }
            }
        }
        return all(results);
    }

    /** How a verb went. */
    static Result result(String app, String target, Outcome outcome) {
        if (outcome instanceof Outcome.Refused refused) {
            return new Result(app, target, false, refused.refusal().name(), refused.reason(), null);
        }
        return new Result(app, target, true, null, ((Outcome.Done) outcome).what(), null);
    }

    private static CompletionStage<Answer> all(List<CompletionStage<Result>> results) {
        return together(results).thenApply(Answer.Results::new);
    }

    /** There when all are there, in their order. */
    static CompletionStage<List<Result>> together(List<CompletionStage<Result>> results) {
        List<CompletableFuture<Result>> futures =
                results.stream().map(CompletionStage::toCompletableFuture).toList();
        return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new))
                .thenApply(done -> futures.stream().map(CompletableFuture::join).toList());
    }
}
