/**
 * What a call of shared state takes: {@link io.baton.bench.shared.SharedCommand} has its keepers take turns,
 * {@link io.baton.bench.shared.RoundTrips} calls one, {@link io.baton.bench.shared.MasterKeeper} and
 * {@link io.baton.bench.shared.LocalRedis} are two of them.
 *
 * <p>Arrows: io.baton.bench.load, io.baton.bench.load.figure, io.baton.master.conductor, io.baton.master.jvm,
 * io.baton.master.shared, io.baton.worker.redis, io.baton.worker.shared, io.baton.worker.spi.
 */
@NullMarked
package io.baton.bench.shared;

import org.jspecify.annotations.NullMarked;
