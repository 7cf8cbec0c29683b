package io.baton.master;

import io.baton.master.config.Declaration;
import io.baton.master.config.GroupConfig;
import io.baton.master.control.Request;
import io.baton.master.control.Result;
import io.baton.master.group.Applications;
import io.baton.master.group.Member;
import io.baton.master.group.Outcome;
import io.baton.master.group.Reloads;
import io.baton.master.group.Target;
import io.baton.master.group.TargetVerbs;
import io.baton.master.snapshot.GroupState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Orders to replace the workers of applications one by one. Conductor thread only. */
final class ReloadOrders {

    private final Applications applications;
    private final TargetVerbs verbs;
    private final Reloads reloads;
    private final FileWork files;

    /** @param verbs for a target that is one worker */
    ReloadOrders(Applications applications, TargetVerbs verbs, Reloads reloads, FileWork files) {
        this.applications = applications;
        this.verbs = verbs;
        this.reloads = reloads;
        this.files = files;
    }

    /** As {@link Request.Reload}. */
    CompletionStage<List<Result>> reload(Request.Reload request) {
        if (!request.apps().isEmpty()) {
            return files.make(() -> request.apps().stream()
                            .map(app -> Declared.read(app, app))
                            .toList())
                    .thenCompose(all ->
                            MasterOrders.together(all.stream().map(this::reload).toList()));
        }
        List<CompletionStage<Result>> results = new ArrayList<>();
        for (String text : request.targets()) {
            for (Target target : Target.of(applications, text)) {
                results.add(reload(target, text.equals(Target.ALL), request));
            }
        }
        return MasterOrders.together(results);
    }

    /** Reloads every application that runs. */
    void reloadAll(String reason) {
        for (Member member : applications.all()) {
            if (member.group().state() != GroupState.STOPPED) {
                CompletionStage<Outcome> unused = reloads.ask(member, reason);
            }
        }
    }

    private CompletionStage<Result> reload(Target target, boolean oneOfAll, Request.Reload request) {
        Member member = target.member();
        if (member == null) {
            return CompletableFuture.completedFuture(
                    MasterOrders.result("", target.text(), target.unknown(applications)));
        }
        CompletionStage<Outcome> outcome;
        if (target.slot() != Target.WHOLE) {
            outcome = verbs.restart(target);
        } else if (oneOfAll && member.group().state() == GroupState.STOPPED) {
            outcome = CompletableFuture.completedFuture(new Outcome.Done("is stopped, and stays so"));
        } else {
            outcome = reloads.ask(member, declared -> declared.with(request.environment()), "asked for");
        }
        return outcome.thenApply(how -> MasterOrders.result(member.name(), target.text(), how));
    }

    /** An application that is not there yet is started, as pm2 does. */
    private CompletionStage<Result> reload(Declared declared) {
        GroupConfig config = declared.config();
        Declaration declaration = declared.declaration();
        if (declaration == null || config == null) {
            return CompletableFuture.completedFuture(
                    MasterOrders.result(declared.name(), declared.name(), declared.refusal()));
        }
        Member known = applications.named(config.name());
        CompletionStage<Outcome> outcome = known == null
                ? applications.start(declaration, config)
                : reloads.ask(known, unused -> declaration, "declared anew");
        return outcome.thenApply(how -> MasterOrders.result(config.name(), config.name(), how));
    }
}
