/**
 * Figures: where they are read, {@link io.baton.bench.load.figure.ProcessTree} and
 * {@link io.baton.bench.load.figure.Machine}; how runs become one,
 * {@link io.baton.bench.load.figure.Summary}; how they are shown, {@link io.baton.bench.load.figure.Report}.
 *
 * <p>Arrows: none.
 */
@NullMarked
package io.baton.bench.load.figure;

import org.jspecify.annotations.NullMarked;
