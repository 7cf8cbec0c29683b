/**
 * Which worker gets which connection. {@link io.baton.master.dispatch.Dispatcher} chooses and keeps what nobody can take
 * yet; {@link io.baton.master.dispatch.Window} is what one worker was sent and has not accepted;
 * a {@link io.baton.master.dispatch.Scheduler} is the rule.
 *
 * <p>Arrows: io.baton.master.conductor, io.baton.protocol, io.baton.protocol.posix.
 */
@NullMarked
package io.baton.master.dispatch;

import org.jspecify.annotations.NullMarked;
