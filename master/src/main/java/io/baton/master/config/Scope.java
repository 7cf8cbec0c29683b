package io.baton.master.config;

/** To which part of a master the value of a {@link Key} belongs. */
public enum Scope {
    /** The master as a whole. */
    MASTER,
    /** One application. */
    GROUP,
    /** One listener of an application. */
    LISTENER,
    /** The workers of an application, which get the value as {@code --name value}. Only JVM workers understand it. */
    WORKER
}
