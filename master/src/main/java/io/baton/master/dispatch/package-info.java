/**
 * Which worker gets which connection. {@link io.baton.master.dispatch.Dispatcher} chooses, and holds the connections
 * that no worker can take yet; a {@link io.baton.master.dispatch.Lane} is the way to one worker; a
 * {@link io.baton.master.dispatch.Scheduler} is the rule.
 *
 * <p>Three classes know each other, because an answer goes straight to where it matters: a dispatcher sends a connection into a
 * lane, the connection remembers its dispatcher, and the lane tells that dispatcher of a refusal, a death and of room.
 *
 * <p>Arrows: io.baton.master.carried, io.baton.master.conductor, io.baton.master.snapshot, io.baton.master.totals,
 * io.baton.protocol, io.baton.protocol.posix.
 */
@NullMarked
package io.baton.master.dispatch;

import org.jspecify.annotations.NullMarked;
