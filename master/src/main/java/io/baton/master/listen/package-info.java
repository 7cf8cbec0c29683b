/**
 * The listening side: {@link io.baton.master.listen.Addresses} knows which application has which address,
 * {@link io.baton.master.listen.Listeners} which worker of an application serves which socket;
 * {@link io.baton.master.listen.Listener} accepts on one, {@link io.baton.master.listen.ServiceUnavailable} tells a client
 * that waited in vain.
 *
 * <p>Arrows: io.baton.master.carried, io.baton.master.conductor, io.baton.master.config, io.baton.master.dispatch,
 * io.baton.master.fetch, io.baton.master.journal, io.baton.master.snapshot, io.baton.master.totals, io.baton.protocol,
 * io.baton.protocol.loop, io.baton.protocol.posix.
 */
@NullMarked
package io.baton.master.listen;

import org.jspecify.annotations.NullMarked;
