package io.baton.bench.load.client;

/** Why a request that was sent has no whole answer. */
public enum Failure {
    /** No process listened. */
    REFUSED("refused"),
    /** The connection was reset, before or after the request was sent on it. */
    RESET("reset"),
    /** The connection was closed in good order without a byte of the answer. */
    CLOSED("closed without an answer"),
    /** The connection ended in the middle of the answer. */
    CUT("cut in the answer"),
    /** No answer for ten seconds. */
    TIMED_OUT("timed out"),
    /** The answer has another status than 200, or is not HTTP. */
    WRONG("wrong answer"),
    /** More bytes came than the answer to the request. */
    DOUBLED("answered twice");

    private final String words;

    Failure(String words) {
        this.words = words;
    }

    /** As in a table. */
    public String words() {
        return words;
    }
}
