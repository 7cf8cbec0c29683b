/**
 * A client of the control socket: {@link io.baton.master.client.ControlClient} asks, and records such as
 * {@link io.baton.master.client.Daemon} and {@link io.baton.master.client.Result} are what it is answered. Fields that a
 * daemon of another build does not send have harmless values.
 *
 * <p>Arrows: io.baton.protocol.message.
 */
@NullMarked
package io.baton.master.client;

import org.jspecify.annotations.NullMarked;
