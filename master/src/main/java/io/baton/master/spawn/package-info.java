/**
 * Processes: a {@link io.baton.master.spawn.Spawner} starts them, {@link io.baton.master.spawn.Wires} connect them with this
 * process, and {@link io.baton.master.spawn.ExitWatch} sees them end.
 *
 * <p>Arrows: io.baton.master.conductor, io.baton.master.config, io.baton.protocol, io.baton.protocol.loop,
 * io.baton.protocol.posix.
 */
@NullMarked
package io.baton.master.spawn;

import org.jspecify.annotations.NullMarked;
