/**
 * What asks the servers: {@link io.baton.bench.load.client.Wrk} as fast as they answer,
 * {@link io.baton.bench.load.client.OpenLoop} at a pace of its own, {@link io.baton.bench.load.client.ClientConnection}
 * once.
 *
 * <p>Arrows: none.
 */
@NullMarked
package io.baton.bench.load.client;

import org.jspecify.annotations.NullMarked;
