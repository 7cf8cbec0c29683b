package io.baton.master.totals;

import io.baton.master.carried.CarriedSlotTotals;

/** What the dead workers of one slot have used together. Conductor thread only. */
final class SlotTotals {

    private long cpuMs;
    private long gcMs;

    /** One more is dead. */
    void add(ProcessTotals dead) {
        cpuMs += dead.cpuMs();
        gcMs += dead.gcMs();
    }

    void goOn(CarriedSlotTotals carried) {
        cpuMs += carried.cpuMs();
        gcMs += carried.gcMs();
    }

    CarriedSlotTotals carried(int slot) {
        return new CarriedSlotTotals(slot, cpuMs, gcMs);
    }
}
