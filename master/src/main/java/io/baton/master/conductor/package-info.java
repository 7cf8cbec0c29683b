/**
 * The one loop of the master, {@link io.baton.master.conductor.Conductor}, and its time,
 * {@link io.baton.master.conductor.Clock}. Whoever decides anything in the master does it on this loop, so that there are
 * no locks.
 *
 * <p>Arrows: io.baton.protocol.loop, io.baton.protocol.posix.
 */
@NullMarked
package io.baton.master.conductor;

import org.jspecify.annotations.NullMarked;
