/**
 * A worker process: {@link io.baton.worker.WorkerMain} takes the channel to its master,
 * {@link io.baton.worker.WorkerRuntime} leads it through its {@link io.baton.worker.Phase}s.
 * {@link io.baton.worker.PrimaryAdapter} hears the master, {@link io.baton.worker.PrimaryProxy} speaks to it.
 *
 * <p>Arrows: io.baton.worker.net, io.baton.worker.spi, io.baton.worker.http (the built-in application), io.baton.protocol
 * and its packages.
 */
@NullMarked
package io.baton.worker;

import org.jspecify.annotations.NullMarked;
