/**
 * Which worker gets which connection. {@link io.baton.master.dispatch.Dispatcher} chooses, and holds the connections that no
 * worker can take yet; a {@link io.baton.master.dispatch.Lane} is the way to one worker; a {@link io.baton.master.dispatch.Scheduler} is the
 * rule.
 *
 * <p>Arrows: io.baton.master.conductor, io.baton.protocol, io.baton.protocol.posix.
 */
@NullMarked
package io.baton.master.dispatch;

import org.jspecify.annotations.NullMarked;
