/**
 * What was counted, over the deaths of workers, the ends of listeners and the upgrades of the master:
 * {@link io.baton.master.totals.Totals}. Counts are plain fields that cost nothing to speak of on the way of a connection; what
 * shows them is elsewhere.
 *
 * <p>Arrows: io.baton.master.carried, io.baton.master.texts, io.baton.protocol, io.baton.protocol.posix.
 */
@NullMarked
package io.baton.master.totals;

import org.jspecify.annotations.NullMarked;
