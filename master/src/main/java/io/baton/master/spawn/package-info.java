/**
 * Worker processes: what they are started from ({@link io.baton.master.spawn.WorkerLibrary},
 * {@link io.baton.master.spawn.WorkerCommand}, {@link io.baton.master.spawn.ClassArchive}), how
 * ({@link io.baton.master.spawn.Spawner}), and how their end is seen ({@link io.baton.master.spawn.ExitWatch}).
 *
 * <p>Arrows: io.baton.master.conductor, io.baton.master.config, io.baton.protocol.loop,
 * io.baton.protocol.posix.
 */
@NullMarked
package io.baton.master.spawn;

import org.jspecify.annotations.NullMarked;
