package io.baton.master.worker;

/** What the kernel does to a process and knows of it. A test has one without processes. Conductor thread only. */
interface Kernel {

    /** Sends a signal (kill(2)). */
    void signal(int pid, int signal);

    /** The process's resident memory in bytes; 0 if it is gone. */
    long residentBytes(int pid);

    /** Shows a title in the place of the process's command line, if that may be. */
    void title(int pid, String title);

    /** The ports where a process listens with sockets of its own, as {@code 8080, 8081}; empty if there is none. */
    String ports(int pid);

    /** Whether a signal or a debugger has stopped the process. */
    boolean isStopped(int pid);
}
