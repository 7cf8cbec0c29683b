/**
 * What the worker does when the master wants it to: tell its load, give connections back, leave.
 *
 * <p>Arrows: io.baton.agent.channel, io.baton.agent.listen, io.baton.agent.posix, io.baton.agent.watch.
 */
@NullMarked
package io.baton.agent.leave;

import org.jspecify.annotations.NullMarked;
