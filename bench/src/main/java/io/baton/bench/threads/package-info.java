/**
 * Processes against threads: the same work by N workers and by N event loops of one JVM, aspect by aspect.
 * {@link io.baton.bench.threads.ThreadsCommand} takes the options, an {@link io.baton.bench.threads.Aspect} measures.
 *
 * <p>Arrows: io.baton.bench.load and its packages, io.baton.bench.served, io.baton.protocol.posix.
 */
@NullMarked
package io.baton.bench.threads;

import org.jspecify.annotations.NullMarked;
