package io.baton.master.texts;

import io.baton.master.carried.CarriedText;
import io.baton.master.carried.CarriedWorkerText;
import io.baton.master.exposition.Exposition;
import io.baton.master.exposition.ExpositionException;
import io.baton.master.exposition.ExpositionLimits;
import io.baton.master.exposition.ExpositionParser;
import io.baton.master.exposition.MergedPage;
import io.baton.master.exposition.Remains;
import io.baton.master.exposition.Sums;
import io.baton.master.exposition.WorkerSums;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The sums of all applications. Owned by the thread for metrics. */
final class TextSums {

    private static final Logger LOG = System.getLogger(TextSums.class.getName());

    private static final int MOST_SAID = 1_000;

    private final Map<String, WorkerSums> applications = new TreeMap<>();
    private final Set<String> said = new HashSet<>();

    /** A worker says what it has counted. Returns what is wrong with that; empty if nothing is. */
    String say(String app, int pid, int slot, String text) {
        try {
            Exposition parsed = ExpositionParser.parse(text, ExpositionLimits.OF_A_WORKER);
            of(app).say(pid, slot, parsed);
            return "";
        } catch (ExpositionException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private WorkerSums of(String app) {
        return applications.computeIfAbsent(app, WorkerSums::new);
    }

    void gone(String app, int pid) {
        WorkerSums sums = applications.get(app);
        if (sums != null) {
            sums.gone(pid);
        }
    }

    void forget(String app) {
        applications.remove(app);
    }

    /**
     * The master's page with the metrics of all applications.
     *
     * @param complaints told once of each metric that is left out
     * @return null if there are none
     */
    @Nullable
    String merged(boolean openMetrics, Texts.OwnPage own, BiConsumer<String, String> complaints)
            throws ExpositionException {
        if (applications.values().stream().allMatch(WorkerSums::isEmpty)) {
            return null;
        }
        MergedPage page = new MergedPage(own.text());
        applications.forEach((app, workers) -> {
            Sums sums = workers.sums();
            leftOut(app, sums.conflicts(), "workers disagree about its type", complaints);
            leftOut(app, page.add(sums), "another metric of the page has its name", complaints);
            if (workers.lost() > 0) {
                once(app, "some metrics of dead workers are not counted: there are too many labels", complaints);
            }
        });
        return page.write(openMetrics);
    }

    private void leftOut(String app, List<String> names, String why, BiConsumer<String, String> complaints) {
        names.forEach(name -> once(app, "metric " + name + " is left out: " + why, complaints));
    }

    private void once(String app, String words, BiConsumer<String, String> complaints) {
        if (said.size() < MOST_SAID && said.add(app + ": " + words)) {
            complaints.accept(app, words);
        }
    }

    /** What the next image of the master goes on with. */
    List<CarriedText> carried(BiConsumer<String, String> complaints) {
        List<CarriedText> all = new ArrayList<>();
        applications.forEach((app, sums) -> {
            Remains remains = sums.remains();
            List<CarriedWorkerText> living = remains.living().stream()
                    .map(one -> new CarriedWorkerText(one.pid(), one.slot(), one.text()))
                    .toList();
            all.add(new CarriedText(app, remains.dead(), living));
            if (remains.leftOut() > 0) {
                complaints.accept(app, remains.leftOut() + " metrics begin at zero: they do not fit into an upgrade");
            }
        });
        return all;
    }

    /** Goes on where the former image was. What cannot be read begins at zero. */
    void goOn(CarriedText carried) {
        try {
            of(carried.app()).goOn(ExpositionParser.parse(carried.dead(), ExpositionLimits.OF_AN_UPGRADE));
        } catch (ExpositionException e) {
            LOG.log(Level.WARNING, "{0}: metrics of dead workers begin at zero: {1}", carried.app(), e.getMessage());
        }
        carried.living().forEach(worker -> {
            String fault = say(carried.app(), worker.pid(), worker.slot(), worker.text());
            if (!fault.isEmpty()) {
                LOG.log(
                        Level.WARNING,
                        "{0}: metrics of pid {1} begin at zero: {2}",
                        carried.app(),
                        worker.pid(),
                        fault);
            }
        });
    }
}
