/**
 * What the workers and the master print. {@link io.baton.master.output.Pipes} reads the workers' pipes on one thread and
 * cuts them into lines. A {@link io.baton.master.output.Console} writes them, whole, to the master's standard output and
 * error, and {@link io.baton.master.output.LogFiles} into files, on threads that may wait where the conductor may not.
 *
 * <p>Arrows: io.baton.master.conductor, io.baton.master.config, io.baton.master.home, io.baton.protocol.log,
 * io.baton.protocol.loop, io.baton.protocol.posix.
 */
@NullMarked
package io.baton.master.output;

import org.jspecify.annotations.NullMarked;
