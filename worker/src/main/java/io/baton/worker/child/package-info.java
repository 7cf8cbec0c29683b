/**
 * A forked Java program's view of its parent, {@link io.baton.worker.child.WorkerProcess}: for programs that are no worker
 * of a cluster.
 *
 * <p>Arrows: io.baton.protocol.message, io.baton.protocol.posix.
 */
@NullMarked
package io.baton.worker.child;

import org.jspecify.annotations.NullMarked;
