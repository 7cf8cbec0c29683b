/**
 * A worker process: {@link io.baton.worker.WorkerMain} takes the channel to its master,
 * {@link io.baton.worker.WorkerRuntime} runs it, {@link io.baton.worker.WorkerLife} leads it through its
 * {@link io.baton.worker.Phase}s, as the {@link io.baton.worker.Role} of a cluster worker or a forked child wants it.
 * {@link io.baton.worker.PrimaryAdapter} hears the master, {@link io.baton.worker.PrimaryProxy} speaks to it.
 * {@link io.baton.worker.Listening} settles where connections come from, {@link io.baton.worker.Intake} takes them.
 * {@link io.baton.worker.http} is known for the built-in application only.
 *
 * <p>Arrows: io.baton.worker.http, io.baton.worker.net, io.baton.worker.spi, io.baton.protocol and its packages.
 */
@NullMarked
package io.baton.worker;

import org.jspecify.annotations.NullMarked;
