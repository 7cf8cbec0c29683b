/**
 * Whole servers under load, side by side: {@link io.baton.bench.load.LoadCommand} takes the options, a
 * {@link io.baton.bench.load.Scenario} runs its {@link io.baton.bench.load.contender.Contender}s in turn.
 *
 * <p>Arrows: io.baton.bench.load.contender, io.baton.bench.load.client, io.baton.bench.load.figure, io.baton.bench.plot.
 */
@NullMarked
package io.baton.bench.load;

import org.jspecify.annotations.NullMarked;
