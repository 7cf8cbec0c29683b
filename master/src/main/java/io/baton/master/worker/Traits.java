package io.baton.master.worker;

import io.baton.protocol.Capabilities;

/**
 * What the master may expect of a worker. A worker of ours says of itself that it is one when it comes online; any other is
 * a plain Node process.
 *
 * @param beats its event loop says something every second, so that silence means that it hangs
 * @param dumpsThreads it prints its threads when it gets SIGQUIT, which would end a Node process
 * @param alwaysListens it is ready only when it listens; a Node program may have other work
 * @param sparesNewClients it lets new clients speak before it closes their connections, so it is told to leave at once
 * @param jvm its exit codes mean what those of a JVM mean
 */
record Traits(boolean beats, boolean dumpsThreads, boolean alwaysListens, boolean sparesNewClients, boolean jvm) {

    /** Of a plain Node process, and of a worker that has said nothing yet. */
    static final Traits NODE = new Traits(false, false, false, false, false);

    private static final Traits OURS = new Traits(true, true, true, true, true);

    /** By what the worker said of itself. */
    static Traits of(Capabilities capabilities) {
        return capabilities.version() > 0 ? OURS : NODE;
    }
}
