/**
 * The channel to the master: one thread reads it, and any thread writes to it.
 *
 * <p>Arrows: io.baton.agent.posix.
 */
@NullMarked
package io.baton.agent.channel;

import org.jspecify.annotations.NullMarked;
