package io.baton.bench.load.contender;

/** An ability of a contender beyond {@code GET /}. */
public enum Ability {
    /** Answers {@code /compute?n=} with the sum of the numbers below n. */
    COMPUTES,
    /** Names the answering process in its answer, and replaces a worker that dies. */
    REPLACES_WORKERS
}
