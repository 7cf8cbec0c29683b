/**
 * A conversation between two processes of an application: plain Java values and sockets, over the same channel that the
 * cluster uses. A parent has one {@link io.baton.protocol.message.MessagePort} for each child, a child has one for its
 * parent.
 *
 * <p>Arrows: io.baton.protocol, io.baton.protocol.channel, io.baton.protocol.log, io.baton.protocol.loop,
 * io.baton.protocol.posix.
 */
@NullMarked
package io.baton.protocol.message;

import org.jspecify.annotations.NullMarked;
