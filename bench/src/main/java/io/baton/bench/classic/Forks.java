package io.baton.bench.classic;

import io.baton.master.child.ChildOptions;
import io.baton.master.child.ChildProcess;
import java.util.List;

/** How the programs here start their children: JVMs as small as the children are. */
final class Forks {

    static final ChildOptions SMALL = ChildOptions.defaults()
            .execArgv("-XX:+UseSerialGC", "-Xmx32m", "-XX:TieredStopAtLevel=1", "-Dio.netty.jfr.enabled=false");

    private Forks() {}

    /** Forks a main class. */
    static ChildProcess fork(Class<?> main) {
        return ChildProcess.fork(main.getName(), List.of(), SMALL);
    }
}
