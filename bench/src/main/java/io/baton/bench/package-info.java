/**
 * What Baton costs. {@link io.baton.bench.BenchMain} is the program; {@code io.baton.bench.jmh} measures parts,
 * {@code io.baton.bench.load} measures whole servers, Baton's and others', side by side; {@code io.baton.bench.threads}
 * compares workers with threads.
 *
 * <p>Arrows: io.baton.bench.ipc, io.baton.bench.load, io.baton.bench.load.figure, io.baton.bench.shared,
 * io.baton.bench.threads.
 */
@NullMarked
package io.baton.bench;

import org.jspecify.annotations.NullMarked;
