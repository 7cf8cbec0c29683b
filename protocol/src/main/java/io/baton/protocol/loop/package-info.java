/**
 * Work on a Netty event loop that reports every exception: {@link io.baton.protocol.loop.Guarded} is a task,
 * {@link io.baton.protocol.loop.FdWatch} watches a descriptor.
 *
 * <p>Arrows: io.baton.protocol.posix.
 */
@NullMarked
package io.baton.protocol.loop;

import org.jspecify.annotations.NullMarked;
