package io.baton.master.dispatch;

/** Where connections come in, which the dispatcher closes while too many wait. Conductor thread only. */
public interface Gate {

    /** Accept no connection until {@link #open}. Meanwhile they wait in the kernel's backlog. */
    void close();

    /** Accept connections again. */
    void open();
}
