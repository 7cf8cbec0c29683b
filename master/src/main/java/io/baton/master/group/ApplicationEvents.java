package io.baton.master.group;

/** Hears how the applications of a master fare. Conductor thread only. */
public interface ApplicationEvents {

    /**
     * All workers of an application are ready.
     *
     * @param ms since its start was asked for
     */
    void ready(Member member, Outcome.Done done, long ms);

    /** An application did not start; as {@link Group#start} says, it may still try. */
    void cannotStart(Member member, Outcome.Refused refused);

    /** What is to run, or how, is another than before. */
    void changed();
}
