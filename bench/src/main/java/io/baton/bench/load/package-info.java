/**
 * Whole servers under load, side by side: {@link io.baton.bench.load.LoadCommand} takes the options, a
 * {@link io.baton.bench.load.Scenario} runs its {@link io.baton.bench.load.contender.Contender}s in turn.
 *
 * <p>Arrows: io.baton.bench.load.contender, io.baton.bench.load.client, io.baton.bench.load.figure, and for
 * {@link io.baton.bench.load.PlainNetty} io.baton.worker.http, io.baton.worker.spi, io.baton.protocol.log.
 */
@NullMarked
package io.baton.bench.load;

import org.jspecify.annotations.NullMarked;
