package io.baton.master.spawn;

import io.baton.protocol.posix.Processes;

/** How much a child matters beside the process that starts it. */
public enum Priority {

    /** As much: the kernel treats both alike. */
    EQUAL {
        @Override
        void apply(int pid) {}
    },

    /** Less: when memory is short, the kernel kills it first. */
    WORKER {
        @Override
        void apply(int pid) {
            OomScore.raise(pid, false);
        }
    },

    /** Least: it runs when the machine is idle, and when memory is short, the kernel kills it before all others. */
    BACKGROUND {
        @Override
        void apply(int pid) {
            OomScore.raise(pid, true);
            Processes.setNice(pid, LOWEST_NICE);
        }
    };

    private static final int LOWEST_NICE = 19;

    /** Tells the kernel. */
    abstract void apply(int pid);
}
