/**
 * What goes over the connections of the server: which requests run, and which connection is idle and may move.
 *
 * <p>Arrows: io.baton.agent.channel.
 */
@NullMarked
package io.baton.agent.watch;

import org.jspecify.annotations.NullMarked;
