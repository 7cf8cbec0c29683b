/**
 * The channel to the master: one thread reads it, and any thread writes to it.
 *
 * <p>Arrows: none.
 */
@NullMarked
package io.baton.agent.channel;

import org.jspecify.annotations.NullMarked;
