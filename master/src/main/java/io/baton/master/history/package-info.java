/**
 * What the charts of the page for people show: {@link io.baton.master.history.History} keeps the last 15 minutes of each
 * application in the memory of the master. Loaded only by a master that shows itself.
 *
 * <p>Arrows: io.baton.master.conductor, io.baton.master.snapshot, io.baton.master.totals, io.baton.protocol.
 */
@NullMarked
package io.baton.master.history;

import org.jspecify.annotations.NullMarked;
