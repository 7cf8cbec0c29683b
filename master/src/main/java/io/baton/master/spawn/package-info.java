/**
 * Processes: started by a {@link io.baton.master.spawn.Spawner}, connected by {@link io.baton.master.spawn.Wires}, their end
 * seen by {@link io.baton.master.spawn.ExitWatch}.
 *
 * <p>Arrows: io.baton.master.conductor, io.baton.master.config, io.baton.protocol.loop, io.baton.protocol.posix.
 */
@NullMarked
package io.baton.master.spawn;

import org.jspecify.annotations.NullMarked;
