/**
 * The channel between a master and a worker: lines and descriptors in order over a Unix-domain stream socket, on a Netty
 * event loop. Start with {@link io.baton.protocol.channel.IpcChannel}.
 *
 * <p>Arrows: io.baton.protocol, io.baton.protocol.log, io.baton.protocol.loop, io.baton.protocol.posix.
 */
@NullMarked
package io.baton.protocol.channel;

import org.jspecify.annotations.NullMarked;
