package io.baton.master.totals;

import io.baton.master.carried.CarriedTotals;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was counted for each application of a master. Conductor thread only. */
public final class Totals {

    private final Map<String, ApplicationTotals> applications = new TreeMap<>();

    private volatile boolean shown;

    /** Somebody may look at them: workers that start from now on count their answers. Any thread may call. */
    public void show() {
        shown = true;
    }

    boolean areShown() {
        return shown;
    }

    /** Those of the application of this name, which may be new. */
    public ApplicationTotals of(String app) {
        return applications.computeIfAbsent(app, name -> new ApplicationTotals(name, this));
    }

    /** The application was deleted. */
    public void forget(String app) {
        applications.remove(app);
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
