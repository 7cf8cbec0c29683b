/**
 * Metrics as text, as programs of users serve them. {@link io.baton.master.exposition.ExpositionParser} reads the text of one
 * worker, {@link io.baton.master.exposition.WorkerSums} adds up those of all workers of an application, dead ones included,
 * {@link io.baton.master.exposition.MergedPage} puts applications and the master's own metrics on one page. Nothing here knows of
 * threads, clocks or processes.
 *
 * <p>Arrows: none.
 */
@NullMarked
package io.baton.master.exposition;

import org.jspecify.annotations.NullMarked;
