/**
 * Clients' connections in a worker: {@link io.baton.worker.net.Adopter} builds a channel on a received descriptor,
 * {@link io.baton.worker.net.Acceptor} accepts on a socket of the worker's,
 * {@link io.baton.worker.net.Connections} knows the open ones, {@link io.baton.worker.net.WarmUp} serves a few requests
 * before the first client does.
 *
 * <p>Arrows: io.baton.worker.spi, io.baton.protocol.loop, io.baton.protocol.posix.
 */
@NullMarked
package io.baton.worker.net;

import org.jspecify.annotations.NullMarked;
