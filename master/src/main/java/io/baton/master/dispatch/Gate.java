package io.baton.master.dispatch;

/** Is told to stop and to go on accepting. */
public interface Gate {

    /** Accept nothing until {@link #open}; the backlog holds. */
    void close();

    /** Accept again. */
    void open();
}
