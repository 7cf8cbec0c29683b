package io.baton.master.group;

import io.baton.master.config.ProbeRules;
import io.baton.master.fetch.Fetched;

/** What one worker's answers say of its health. Conductor thread only. */
final class Probe {

    private static final int OK = 200;
    private static final int FIRST_ERROR = 400;

    private final ProbeRules rules;
    private final String path;

    private int failures;
    private int unasked;
    private String fault = "";

    /** Of a worker that was not asked yet. */
    Probe(ProbeRules rules, String path) {
        this.rules = rules;
        this.path = path;
    }

    ProbeRules rules() {
        return rules;
    }

    /** What it is asked for. */
    String path() {
        return path;
    }

    /** Takes an answer. A worker that could not be asked is as it was. */
    void take(Fetched answer) {
        if (answer instanceof Fetched.Reply reply) {
            boolean well = reply.status() >= OK && reply.status() < FIRST_ERROR;
            take(well ? "" : "answered " + reply.status());
        } else if (answer instanceof Fetched.NoReply none) {
            take(none.reason());
        } else {
            unasked++;
        }
    }

    private void take(String found) {
        unasked = 0;
        fault = found;
        failures = found.isEmpty() ? 0 : failures + 1;
    }

    /** Whether as many answers in a row have failed as the operator said, or more. */
    boolean isUnhealthy() {
        return failures >= rules.failures();
    }

    /** Whether its last answer was good. */
    boolean isHealthy() {
        return failures == 0 && unasked == 0;
    }

    /** Whether it could not be asked just as many times in a row. */
    boolean isOutOfReach() {
        return unasked == rules.failures();
    }

    /** What is wrong, in words. Only while it {@link #isUnhealthy}. */
    String reason() {
        return "it " + fault + " for " + path + ", " + failures + (failures == 1 ? " time" : " times in a row");
    }
}
