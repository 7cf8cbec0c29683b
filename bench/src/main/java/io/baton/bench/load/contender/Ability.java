package io.baton.bench.load.contender;

/** What a contender can be asked for beyond {@code GET /}. */
public enum Ability {
    /** Answers {@code /compute?n=} with the sum of the numbers below n. */
    COMPUTES,
    /** Names the answering process in its answer, and replaces a worker that dies. */
    REPLACES_WORKERS
}
