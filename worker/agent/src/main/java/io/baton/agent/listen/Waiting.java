package io.baton.agent.listen;

/**
 * A connection that was handed over and that the server has not accepted yet.
 *
 * @param descriptor unread. The thread that takes this out of its queue owns it
 * @param seq names the hand-over to the master; negative for a connection of this process's own
 * @param requests that other workers have answered
 * @param ageMs since the master accepted it, if other workers have served it
 * @param sinceNanos when it came
 */
record Waiting(int descriptor, long seq, long requests, long ageMs, long sinceNanos) {

    /** The number of a hand-over that the master does not know of. */
    static final long OWN = -1;
}
