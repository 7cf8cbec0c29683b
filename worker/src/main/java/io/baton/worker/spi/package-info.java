/**
 * What a user implements to be served by a worker.
 * {@link io.baton.worker.spi.Application} is theirs, {@link io.baton.worker.spi.Worker} is what they are told,
 * {@link io.baton.worker.spi.Drain} is the event their pipelines hear, {@link io.baton.worker.spi.Load} what they report.
 * The built-in application implements the same interface and has no other door.
 * Of foreign packages it knows Netty's channel API only.
 *
 * <p>Arrows: none.
 */
@NullMarked
package io.baton.worker.spi;

import org.jspecify.annotations.NullMarked;
