/**
 * Which workers there are and how they live: {@link io.baton.master.supervisor.Supervisor} keeps every
 * {@link io.baton.master.supervisor.Slot} filled, {@link io.baton.master.supervisor.WorkerHandle} is the master's view of
 * one process, {@link io.baton.master.supervisor.WorkerState} its table of states.
 *
 * <p>Arrows: io.baton.master.conductor, io.baton.master.config, io.baton.master.dispatch, io.baton.master.listen,
 * io.baton.master.output, io.baton.master.spawn, io.baton.protocol and its packages.
 */
@NullMarked
package io.baton.master.supervisor;

import org.jspecify.annotations.NullMarked;
