/**
 * What workers print: read from their pipes on one thread of its own, {@link io.baton.master.output.Console}, and written to
 * the master's standard output and error in whole lines, by threads that may wait where the conductor may not.
 *
 * <p>Arrows: io.baton.master.conductor, io.baton.protocol.loop, io.baton.protocol.posix.
 */
@NullMarked
package io.baton.master.output;

import org.jspecify.annotations.NullMarked;
