/**
 * The worker process. {@link io.baton.worker.WorkerMain} takes the channel to the master and
 * {@link io.baton.worker.WorkerRuntime} runs the worker. {@link io.baton.worker.WorkerLife} leads it from
 * {@link io.baton.worker.Phase} to phase, in the {@link io.baton.worker.Role} of a cluster's worker or a forked child.
 * {@link io.baton.worker.PrimaryAdapter} hears the master, {@link io.baton.worker.PrimaryProxy} speaks to it.
 * {@link io.baton.worker.Listening} asks for listeners, {@link io.baton.worker.Intake} takes connections. Of
 * {@link io.baton.worker.http} only the built-in application is used.
 *
 * <p>Arrows: io.baton.worker.http, io.baton.worker.net, io.baton.worker.shared, io.baton.worker.spi,
 * io.baton.protocol and its packages.
 */
@NullMarked
package io.baton.worker;

import org.jspecify.annotations.NullMarked;
