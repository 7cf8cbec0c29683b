/**
 * What the workers and the master print. {@link io.baton.master.output.Pipes} reads the workers' pipes on one thread and
 * cuts them into lines; {@link io.baton.master.output.Console} writes all lines, whole, to the master's standard output and
 * error, on threads that may wait where the conductor may not.
 *
 * <p>Arrows: io.baton.master.conductor, io.baton.protocol.loop, io.baton.protocol.posix.
 */
@NullMarked
package io.baton.master.output;

import org.jspecify.annotations.NullMarked;
