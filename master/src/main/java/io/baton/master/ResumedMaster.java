package io.baton.master;

import io.baton.master.carried.CarriedApplication;
import io.baton.master.carried.CarriedListener;
import io.baton.master.carried.CarriedMaster;
import io.baton.master.config.Declaration;
import io.baton.master.config.GroupConfig;
import io.baton.master.group.ApplicationsUpgrade;
import io.baton.master.upgrade.KeptDescriptors;
import io.baton.master.upgrade.StateDocument;
import io.baton.master.upgrade.StateException;
import io.baton.master.upgrade.StateFields;
import io.baton.protocol.ListenAddress;
import io.baton.protocol.posix.Fd;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a former image of this master has left to this one.
 *
 * @param from the version of Baton of the former image
 * @param master what belongs to no application
 * @param applications in their order
 */
record ResumedMaster(String from, CarriedMaster master, List<Resumed> applications) {

    private static final Logger LOG = System.getLogger(ResumedMaster.class.getName());

    /** One application, as it was declared and as it runs. */
    record Resumed(Declaration declaration, GroupConfig config, CarriedApplication carried) {}

    /** Runs a master that goes on where the former image was. Returns its exit code. */
    static int run(int document) {
        return ForegroundMaster.reporting(() -> {
            StateDocument state;
            try (Fd file = Fd.own(document)) {
                state = StateDocument.read(file);
            }
            KeptDescriptors.arrived(state.descriptors());
            ResumedMaster resumed = of(state);
            Path home = Path.of(resumed.master().home());
            return ForegroundMaster.goOn(resumed, home, ForegroundMaster.library(home));
        });
    }

    /** Has the applications go on. One that cannot is an error for the operator, and the others go on. */
    void giveTo(ApplicationsUpgrade all, ProcessWorkshop workshop) {
        for (Resumed one : applications) {
            List<ListenAddress> bound = one.carried().listeners().stream()
                    .filter(CarriedListener::operators)
                    .map(listener -> new ListenAddress(listener.host(), listener.port(), listener.addressType()))
                    .toList();
            try {
                all.goOn(
                        one.declaration(),
                        one.config(),
                        one.carried(),
                        workshop.programs().late(one.config(), bound));
            } catch (IOException e) {
                LOG.log(Level.ERROR, "{0} does not go on: {1}", one.config().name(), e.getMessage());
            }
        }
    }

    /** Reads all of a state, and prepares for what follows if this JVM takes over. */
    static void rehearse(StateDocument state) throws StateException {
        ResumedMaster unused = of(state);
        try {
            Rehearsal.run();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "no rehearsal: {0}", e.getMessage());
        }
    }

    /** How its applications were configured. */
    List<GroupConfig> configs() {
        return applications.stream().map(Resumed::config).toList();
    }

    /**
     * Reads all of a state.
     *
     * @throws StateException if this image cannot
     */
    static ResumedMaster of(StateDocument state) throws StateException {
        List<Resumed> applications = new ArrayList<>();
        for (StateFields group : state.groups()) {
            CarriedApplication carried = group.known(CarriedApplication.class);
            Declaration declaration = Declaration.of(carried.declaration());
            GroupConfig config = declaration.config().withWorkers(carried.workers());
            applications.add(new Resumed(declaration, config, carried));
        }
        return new ResumedMaster(state.from(), state.master().known(CarriedMaster.class), applications);
    }
}
