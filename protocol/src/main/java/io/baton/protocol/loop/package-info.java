/**
 * Work on a Netty event loop of which nothing that it throws is lost: {@link io.baton.protocol.loop.Guarded} is a task,
 * {@link io.baton.protocol.loop.FdWatch} a descriptor.
 *
 * <p>Arrows: io.baton.protocol.posix.
 */
@NullMarked
package io.baton.protocol.loop;

import org.jspecify.annotations.NullMarked;
