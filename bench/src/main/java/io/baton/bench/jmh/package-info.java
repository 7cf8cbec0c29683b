/**
 * The cost of the parts: JMH benchmarks of the handoff ({@link io.baton.bench.jmh.HandoffBenchmark}), of its steps, and of
 * alternatives that were not chosen. {@code NumberBenchmark} lies in the package of the class it measures, which is not public.
 *
 * <p>Arrows: io.baton.master.conductor, io.baton.master.config, io.baton.master.dispatch,
 * io.baton.master.totals, io.baton.protocol and its
 * packages.
 */
@NullMarked
package io.baton.bench.jmh;

import org.jspecify.annotations.NullMarked;
