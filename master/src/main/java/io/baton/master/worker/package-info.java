/**
 * A worker, as its master sees it: {@link io.baton.master.worker.WorkerHandle} is one process and its channel,
 * {@link io.baton.master.worker.StateTable} its states, {@link io.baton.master.worker.WorkerAdapter} brings what it says,
 * {@link io.baton.master.worker.WorkerProxy} tells it what the master says.
 *
 * <p>{@link io.baton.master.worker.WorkerEvents} names the worker that each event is about, and the worker tells its listener
 * such events: these two know each other, and so do the worker and its adapter, which turns messages into its calls.
 *
 * <p>Arrows: io.baton.master.carried, io.baton.master.conductor, io.baton.master.config, io.baton.master.dispatch,
 * io.baton.master.home, io.baton.master.journal, io.baton.master.listen, io.baton.master.output,
 * io.baton.master.snapshot, io.baton.master.spawn, io.baton.master.texts, io.baton.master.totals, io.baton.protocol,
 * io.baton.protocol.channel, io.baton.protocol.log, io.baton.protocol.posix.
 */
@NullMarked
package io.baton.master.worker;

import org.jspecify.annotations.NullMarked;
