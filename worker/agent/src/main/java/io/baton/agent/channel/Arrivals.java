package io.baton.agent.channel;

/** What the master sends for the listeners of this process. Called by the thread of the channel, which must not be kept. */
public interface Arrivals {

    /**
     * A connection was handed over. It is answered exactly once, with {@link Primary#accepted} or {@link Primary#refused}.
     *
     * @param descriptor taken over; not read before {@link Primary#accepted} has returned true
     * @param requests how many of its requests other workers have answered; 0 for a new connection
     * @param ageMs since it was accepted by the master, if other workers have served it
     */
    void connection(String key, long seq, int descriptor, long requests, long ageMs);

    /**
     * Refuses what the server has left unaccepted for too long. To be called about every 50 ms while a connection waits.
     *
     * @return whether one waits
     */
    boolean refuseOverdue();

    /** Nothing new is taken from now on: what waits is refused, and what comes is refused at once. */
    void refuseAll();
}
