/**
 * Plots as SVG documents, drawn from figures.
 *
 * <p>Arrows: io.baton.bench.load.figure.
 */
@NullMarked
package io.baton.bench.plot;

import org.jspecify.annotations.NullMarked;
