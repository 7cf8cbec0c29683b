package io.baton.master.group;

import io.baton.master.conductor.Clock;
import io.baton.master.config.ConfigException;
import io.baton.master.config.Declaration;
import io.baton.master.config.GroupConfig;
import io.baton.master.journal.ApplicationEvent;
import io.baton.master.journal.ApplicationJournal;
import io.baton.master.snapshot.GroupState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The applications of a master, which come and go, and the verbs for a whole one. A verb is answered when it is done; verbs
 * that meet are ordered as the methods say. Conductor thread only.
 */
public final class Applications {

    private static final long NANOS_PER_MS = 1_000_000;

    private final Clock clock;
    private final Function<GroupConfig, Group> groups;
    private final ApplicationEvents events;
    private final Map<String, Member> members = new LinkedHashMap<>();

    private boolean closing;

    /**
     * No application.
     *
     * @param groups makes the group of a new one
     */
    public Applications(Clock clock, Function<GroupConfig, Group> groups, ApplicationEvents events) {
        this.clock = clock;
        this.groups = groups;
        this.events = events;
    }

    /** All of them, in the order in which they came. */
    public List<Member> all() {
        return List.copyOf(members.values());
    }

    /** Their names, for the operator. */
    String names() {
        return members.isEmpty() ? "there are none" : "there are: " + String.join(", ", members.keySet());
    }

    /** Their names. */
    public Set<String> nameSet() {
        return Set.copyOf(members.keySet());
    }

    /** The application of this name; null if there is none. */
    public @Nullable Member named(String name) {
        return members.get(name);
    }

    /** Whether this is the process of a worker, whose exit status is read here. */
    public boolean owns(int pid) {
        return members.values().stream().anyMatch(member -> member.group().owns(pid));
    }

    /** One more, which is stopped. There must be none of its name. */
    public Member add(Declaration declaration, GroupConfig config) {
        Member member = new Member(declaration, groups.apply(config));
        if (members.putIfAbsent(config.name(), member) != null) {
            throw new IllegalArgumentException("name: " + config.name() + " (expected: another one)");
        }
        return member;
    }

    /**
     * Starts an application as it is declared now. One that is stopped gets this declaration. For one that runs as it is
     * declared here nothing changes, and the answer comes when its start is done; one that is declared otherwise has to be
     * stopped first. A new application that cannot start at all is not kept.
     */
    public CompletionStage<Outcome> start(Declaration declaration, GroupConfig config) {
        if (closing) {
            return ends();
        }
        Member known = members.get(config.name());
        if (known == null) {
            Member added = add(declaration, config);
            CompletionStage<Outcome> outcome = begin(added, slot -> true);
            return outcome.whenComplete((how, failure) -> forgetUnlessItTries(added, how));
        }
        if (known.group().state() == GroupState.STOPPED && known.deletion() == null) {
            known.declare(declaration);
            known.group().configure(config);
            return begin(known, slot -> true);
        }
        CompletionStage<Outcome> refused = refusedWhileItChanges(known);
        return refused != null ? refused : runsAlready(known, declaration);
    }

    /** Starts an application that is stopped. */
    public CompletionStage<Outcome> start(Member member, IntPredicate slots) {
        if (closing) {
            return ends();
        }
        CompletionStage<Outcome> refused = refusedWhileItChanges(member);
        return refused != null ? refused : begin(member, slots);
    }

    /** Stops an application. A start or restart that goes on is given up. */
    public CompletionStage<Outcome> stop(Member member) {
        member.want(false);
        member.restart(null);
        events.changed();
        boolean begins = member.group().state() != GroupState.STOPPING;
        CompletionStage<Outcome> stop = member.group().stop();
        if (begins) {
            CompletionStage<Void> unused = stop.thenAccept(outcome -> tellStopped(member, outcome));
        }
        return stop;
    }

    private static void tellStopped(Member member, Outcome outcome) {
        if (outcome instanceof Outcome.Done) {
            ApplicationJournal journal = member.group().journal();
            journal.add(new ApplicationEvent.Stopped(journal.app(), journal.label()));
        }
    }

    /**
     * Stops an application and starts it again; starts one that is stopped. A restart while another one stops the workers is
     * that one. Later it begins anew, and the other one's start is given up.
     */
    public CompletionStage<Outcome> restart(Member member) {
        if (closing) {
            return ends();
        }
        if (member.deletion() != null) {
            return isDeleted(member);
        }
        if (member.restart() != null) {
            return member.restart();
        }
        if (member.group().state() == GroupState.STOPPED) {
            return begin(member, slot -> true);
        }
        CompletableFuture<Outcome> restart = new CompletableFuture<>();
        member.want(true);
        member.restart(restart);
        events.changed();
        CompletionStage<Void> unused = member.group().stop().thenAccept(stopped -> {
            if (member.restart() == restart) {
                member.restart(null);
                CompletionStage<Boolean> unusedToo = begin(member, slot -> true).thenApply(restart::complete);
            } else {
                restart.complete(
                        new Outcome.Refused(Refusal.STOPPED_MEANWHILE, member.name() + ": it was stopped meanwhile"));
            }
        });
        return restart;
    }

    /** Stops an application and forgets it. What goes on is given up. */
    public CompletionStage<Outcome> delete(Member member) {
        if (member.deletion() != null) {
            return member.deletion();
        }
        CompletableFuture<Outcome> deletion = new CompletableFuture<>();
        member.deletion(deletion);
        member.want(false);
        member.restart(null);
        CompletionStage<Void> unused = member.group().stop().thenAccept(stopped -> {
            members.remove(member.name(), member);
            events.changed();
            member.group().journal().add(new ApplicationEvent.Deleted(member.name()));
            deletion.complete(new Outcome.Done("deleted"));
        });
        return deletion;
    }

    /**
     * Changes the number of workers of an application that runs.
     *
     * @param change as {@code 4}, {@code +1} or {@code -2}
     */
    public CompletionStage<Outcome> scale(Member member, String change) {
        int workers;
        try {
            workers = Scale.of(change, member.group().config().workers());
        } catch (ConfigException e) {
            return Outcome.refused(Refusal.BAD_CONFIG, member.name() + ": " + e.getMessage());
        }
        CompletionStage<Outcome> outcome = member.group().resize(workers);
        events.changed();
        return outcome;
    }

    /** Stops all, and starts none from now on. Done when no process is left. */
    public CompletionStage<Outcome> stopAll() {
        closing = true;
        List<CompletableFuture<Outcome>> stops = new ArrayList<>();
        for (Member member : all()) {
            member.restart(null);
            stops.add(member.group().stop().toCompletableFuture());
        }
        return CompletableFuture.allOf(stops.toArray(CompletableFuture[]::new))
                .thenApply(done -> new Outcome.Done("stopped"));
    }

    private CompletionStage<Outcome> begin(Member member, IntPredicate slots) {
        member.want(true);
        CompletableFuture<Outcome> start = new CompletableFuture<>();
        member.start(start);
        events.changed();
        long beganAtNanos = clock.nanoTime();
        CompletionStage<Void> unused = member.group().start(slots).thenAccept(outcome -> {
            if (member.start() == start) {
                member.start(null);
            }
            if (outcome instanceof Outcome.Done done) {
                events.ready(member, done, (clock.nanoTime() - beganAtNanos) / NANOS_PER_MS);
            } else if (outcome instanceof Outcome.Refused refused) {
                events.cannotStart(member, refused);
            }
            start.complete(outcome);
        });
        return start;
    }

    private CompletionStage<Outcome> runsAlready(Member known, Declaration declaration) {
        String difference = Difference.of(known.declaration(), declaration);
        if (difference != null) {
            return Outcome.refused(
                    Refusal.NAME_TAKEN,
                    known.name() + ": runs already, with " + difference
                            + "; reload takes the new settings, or take another --name");
        }
        String note = Difference.ofEnvironments(known.declaration(), declaration);
        CompletableFuture<Outcome> start = known.start();
        CompletionStage<Outcome> begun = start == null ? Outcome.done("runs already" + note) : start;
        return begun.thenApply(
                outcome -> outcome instanceof Outcome.Done ? new Outcome.Done("runs already" + note) : outcome);
    }

    private void forgetUnlessItTries(Member added, @Nullable Outcome outcome) {
        if (outcome instanceof Outcome.Refused refused
                && refused.refusal() != Refusal.STOPPED_MEANWHILE
                && added.group().state() == GroupState.STOPPED
                && members.remove(added.name(), added)) {
            events.changed();
        }
    }

    private static @Nullable CompletionStage<Outcome> refusedWhileItChanges(Member member) {
        if (member.deletion() != null) {
            return isDeleted(member);
        }
        return member.restart() == null
                ? null
                : Outcome.refused(Refusal.NOT_STOPPED, member.name() + ": it is restarting already");
    }

    private static CompletionStage<Outcome> isDeleted(Member member) {
        return Outcome.refused(Refusal.NOT_STOPPED, member.name() + ": it is being deleted");
    }

    private static CompletionStage<Outcome> ends() {
        return Outcome.refused(Refusal.STOPPED_MEANWHILE, "this master ends");
    }
}
