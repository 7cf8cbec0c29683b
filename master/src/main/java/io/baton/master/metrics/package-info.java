/**
 * What Prometheus reads: {@link io.baton.master.metrics.MetricsPage} writes the totals and the state of a master,
 * {@link io.baton.master.metrics.EventCounts} counts what the journal tells. Loaded only by a master that shows itself.
 *
 * <p>Arrows: io.baton.master.carried, io.baton.master.conductor, io.baton.master.journal, io.baton.master.shared,
 * io.baton.master.snapshot,
 * io.baton.master.texts, io.baton.master.totals, io.baton.protocol, io.baton.protocol.log, io.baton.protocol.posix.
 */
@NullMarked
package io.baton.master.metrics;

import org.jspecify.annotations.NullMarked;
