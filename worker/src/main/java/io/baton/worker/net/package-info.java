/**
 * Serves clients' connections in a worker. {@link io.baton.worker.net.Adopter} builds a channel on a received
 * descriptor, {@link io.baton.worker.net.Acceptor} accepts on a socket of the worker,
 * {@link io.baton.worker.net.Connections} keeps the open connections,
 * {@link io.baton.worker.net.Exporter} gives them back to the master, and {@link io.baton.worker.net.WarmUp} sends
 * requests before the first client does.
 *
 * <p>Arrows: io.baton.worker.spi, io.baton.protocol, io.baton.protocol.channel, io.baton.protocol.loop,
 * io.baton.protocol.posix.
 */
@NullMarked
package io.baton.worker.net;

import org.jspecify.annotations.NullMarked;
