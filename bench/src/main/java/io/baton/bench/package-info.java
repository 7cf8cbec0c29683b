/**
 * What Baton costs. {@link io.baton.bench.BenchMain} is the program; {@code io.baton.bench.jmh} measures parts,
 * {@code io.baton.bench.load} measures whole servers, Baton's and others', side by side.
 *
 * <p>Arrows: io.baton.bench.load.
 */
@NullMarked
package io.baton.bench;

import org.jspecify.annotations.NullMarked;
