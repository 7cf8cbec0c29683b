/**
 * A worker, as its master sees it: {@link io.baton.master.worker.WorkerHandle} is one process and its channel,
 * {@link io.baton.master.worker.StateTable} its states, {@link io.baton.master.worker.WorkerAdapter} brings what it says,
 * {@link io.baton.master.worker.WorkerProxy} tells it what the master says.
 *
 * <p>Arrows: io.baton.master.conductor, io.baton.master.config, io.baton.master.dispatch, io.baton.master.home,
 * io.baton.master.journal, io.baton.master.listen, io.baton.master.output, io.baton.master.snapshot,
 * io.baton.master.spawn, io.baton.protocol, io.baton.protocol.channel, io.baton.protocol.log, io.baton.protocol.posix.
 */
@NullMarked
package io.baton.master.worker;

import org.jspecify.annotations.NullMarked;
