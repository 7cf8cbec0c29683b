package io.baton.master.worker;

import org.jspecify.annotations.Nullable;

/**
 * The threads of a worker, as its JVM printed them.
 *
 * @param file where they are kept; null if they could not be written
 */
public record KeptThreads(@Nullable String file, String text) {}
