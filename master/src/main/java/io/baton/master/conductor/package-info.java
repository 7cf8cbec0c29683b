/**
 * The one loop of the master, {@link io.baton.master.conductor.Conductor}, and its time,
 * {@link io.baton.master.conductor.Clock}. Every decision of the master is made on this loop, so there are no locks.
 *
 * <p>Arrows: io.baton.protocol.loop, io.baton.protocol.posix.
 */
@NullMarked
package io.baton.master.conductor;

import org.jspecify.annotations.NullMarked;
