/**
 * The listening side: {@link io.baton.master.listen.Listener} accepts, {@link io.baton.master.listen.ServiceUnavailable}
 * tells a client that waited in vain.
 *
 * <p>Arrows: io.baton.master.conductor, io.baton.master.dispatch, io.baton.protocol,
 * io.baton.protocol.posix.
 */
@NullMarked
package io.baton.master.listen;

import org.jspecify.annotations.NullMarked;
