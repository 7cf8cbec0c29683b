/**
 * The servers that are measured: a {@link io.baton.bench.load.contender.Contender} says how one is started, a
 * {@link io.baton.bench.load.contender.Server} is one that runs.
 *
 * <p>Arrows: io.baton.bench.load.client, io.baton.bench.load.figure, io.baton.master.jvm.
 */
@NullMarked
package io.baton.bench.load.contender;

import org.jspecify.annotations.NullMarked;
