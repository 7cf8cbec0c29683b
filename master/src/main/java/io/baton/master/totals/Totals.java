package io.baton.master.totals;

import io.baton.master.carried.CarriedTotals;
import io.baton.master.texts.Texts;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was counted for each application of a master. Conductor thread only. */
public final class Totals {

    private final Map<String, ApplicationTotals> applications = new TreeMap<>();

    private final Texts texts = new Texts();

    private volatile boolean shown;

    /** From now on an operator can read the totals: each worker that starts counts its answers. Any thread may call. */
    public void show() {
        shown = true;
    }

    boolean areShown() {
        return shown;
    }

    /** What applications count by themselves. */
    public Texts texts() {
        return texts;
    }

    /** Those of the application of this name, which may be new. */
    public ApplicationTotals of(String app) {
        return applications.computeIfAbsent(app, name -> new ApplicationTotals(name, this));
    }

    /** The application was deleted. */
    public void forget(String app) {
        applications.remove(app);
        texts.forget(app);
    }

    /** Goes on where the former image of this master was. */
    public void goOn(List<CarriedTotals> carried) {
        carried.forEach(one -> of(one.app()).goOn(one));
    }

    /** All of it now, without what the living processes have counted. */
    public List<CarriedTotals> carried() {
        return applications.values().stream().map(ApplicationTotals::carried).toList();
    }
}
