/**
 * The state that the workers of an application share. {@link io.baton.master.shared.SharedState} has the socket,
 * {@link io.baton.master.shared.SharedServer} the connections, {@link io.baton.master.shared.Session} carries out what one worker
 * asks, {@link io.baton.master.shared.Store} keeps it, in memory outside of the heap that
 * {@link io.baton.master.shared.SegmentLog} divides.
 *
 * <p>Arrows: io.baton.master.carried, io.baton.master.conductor, io.baton.protocol.loop, io.baton.protocol.posix,
 * io.baton.protocol.shared.
 */
@NullMarked
package io.baton.master.shared;

import org.jspecify.annotations.NullMarked;
