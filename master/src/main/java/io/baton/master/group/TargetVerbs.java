package io.baton.master.group;

import io.baton.master.snapshot.GroupState;
import java.util.concurrent.CompletionStage;

/** The verbs for an application or for one slot of it, whichever the target is. Conductor thread only. */
public final class TargetVerbs {

    private final Applications applications;
    private final Runnable changed;

    /** @param changed called when other slots are to run than before */
    public TargetVerbs(Applications applications, Runnable changed) {
        this.applications = applications;
        this.changed = changed;
    }

    /** Starts what is stopped. A slot of a stopped application starts alone. */
    public CompletionStage<Outcome> start(Target target) {
        Member member = target.requireMember();
        int slot = target.slot();
        if (slot == Target.WHOLE) {
            return runs(member) && member.group().slots().stopped().isEmpty()
                    ? Outcome.done("runs already")
                    : startAll(member);
        }
        return isStopped(member)
                ? applications.start(member, number -> number == slot)
                : changing(member.group().slots().one(slot, SlotVerbs::start));
    }

    /** Stops what runs. The last slot that runs is the whole application. */
    public CompletionStage<Outcome> stop(Target target) {
        Member member = target.requireMember();
        int slot = target.slot();
        return slot == Target.WHOLE || member.group().slots().isLastRunning(slot)
                ? applications.stop(member)
                : changing(member.group().slots().one(slot, SlotVerbs::stop));
    }

    /** Stops and starts; a slot of an application that serves gets its next worker first. */
    public CompletionStage<Outcome> restart(Target target) {
        Member member = target.requireMember();
        int slot = target.slot();
        if (slot == Target.WHOLE) {
            return applications.restart(member);
        }
        return isStopped(member)
                ? applications.start(member, number -> number == slot)
                : changing(member.group().slots().one(slot, SlotVerbs::restart));
    }

    /** Forgets an application. One slot of it cannot be forgotten, only scaled down. */
    public CompletionStage<Outcome> delete(Target target) {
        Member member = target.requireMember();
        return target.slot() == Target.WHOLE
                ? applications.delete(member)
                : Outcome.refused(
                        Refusal.UNSUPPORTED,
                        target.text() + ": one worker of " + member.name() + " (expected: the application; scale "
                                + member.name() + " -1 ends the worker with the highest number)");
    }

    /** Restarts and exits count from now on. */
    public CompletionStage<Outcome> reset(Target target) {
        Member member = target.requireMember();
        for (int number : member.group().records().numbers()) {
            if (target.slot() == Target.WHOLE || target.slot() == number) {
                member.group().records().of(number).reset();
            }
        }
        for (Slot slot : member.group().slots().serving()) {
            if (target.slot() == Target.WHOLE || target.slot() == slot.id()) {
                slot.nextStart().reset();
            }
        }
        return Outcome.done("restarts are counted from 0");
    }

    private CompletionStage<Outcome> startAll(Member member) {
        if (!runs(member)) {
            return applications.start(member, number -> true);
        }
        CompletionStage<Outcome> all = Outcome.done("runs already");
        for (int number : member.group().slots().stopped()) {
            CompletionStage<Outcome> one = member.group().slots().one(number, SlotVerbs::start);
            all = all.thenCombine(one, (first, second) -> first instanceof Outcome.Refused ? first : second);
        }
        return changing(all);
    }

    private CompletionStage<Outcome> changing(CompletionStage<Outcome> verb) {
        changed.run();
        return verb;
    }

    private static boolean runs(Member member) {
        GroupState state = member.group().state();
        return state == GroupState.RUNNING || state == GroupState.STARTING;
    }

    private static boolean isStopped(Member member) {
        return member.group().state() == GroupState.STOPPED;
    }
}
