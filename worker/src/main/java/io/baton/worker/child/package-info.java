/**
 * Lets a forked Java program that is no cluster worker talk to its parent: {@link io.baton.worker.child.WorkerProcess}.
 *
 * <p>Arrows: io.baton.protocol.message, io.baton.protocol.posix.
 */
@NullMarked
package io.baton.worker.child;

import org.jspecify.annotations.NullMarked;
