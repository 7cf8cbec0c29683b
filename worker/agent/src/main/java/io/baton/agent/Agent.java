package io.baton.agent;

import java.lang.instrument.Instrumentation;

/** Where the JVM begins with the agent. The only class of Baton's that the application's class loader sees. */
public final class Agent {

    private Agent() {}

    /** Runs on the main thread, before the application's class is loaded. */
    public static void premain(String options, Instrumentation jvm) {}
}
