/**
 * The types between a worker and the application it serves. A user implements {@link io.baton.worker.spi.Application},
 * and is told of {@link io.baton.worker.spi.Worker}, of each connection's {@link io.baton.worker.spi.Listener} and of
 * {@link io.baton.worker.spi.Drain}; {@link io.baton.worker.spi.Load} is the application's report, and
 * {@link io.baton.worker.spi.Answers} counts for it. {@link io.baton.worker.spi.Shared} is the state that its workers share. The built-in
 * application uses the same types and nothing else of the worker. Of foreign packages only Netty's channel API is used.
 *
 * <p>Arrows: none.
 */
@NullMarked
package io.baton.worker.spi;

import org.jspecify.annotations.NullMarked;
