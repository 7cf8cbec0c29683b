package io.baton.bench.load.contender;

/** An ability of a contender beyond {@code GET /}. */
public enum Ability {
    /** Answers {@code /compute?n=} with the sum of the numbers below n. */
    COMPUTES,
    /** Names the answering process in its answer, and replaces a worker that dies. */
    REPLACES_WORKERS,
    /** Replaces all its workers when it is asked to, one command for all, while it serves. */
    RELOADS
}
