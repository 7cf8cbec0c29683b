package io.baton.master.carried;

import java.util.List;

/**
 * What was counted for one application since its master began, processes and listeners that are gone included. Also what a page
 * of metrics is made of.
 *
 * @param app its name
 * @param gone the figures of all workers that are dead, added up
 * @param handoffs how long handoffs took: how many for each bucket, then all nanoseconds together
 * @param starts how long workers took to be ready, in the same form
 * @param reloads how long reloads took that succeeded, in the same form
 * @param listeners its listeners
 * @param slots its slots
 * @param rows where its living workers count
 * @param counts what has happened, as {@code exits.crash}
 */
public record CarriedTotals(
        String app,
        List<Long> gone,
        List<Long> handoffs,
        List<Long> starts,
        List<Long> reloads,
        List<CarriedListenerTotals> listeners,
        List<CarriedSlotTotals> slots,
        List<CarriedRow> rows,
        List<CarriedCount> counts) {}
