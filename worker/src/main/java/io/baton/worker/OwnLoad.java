package io.baton.worker;

import io.baton.worker.spi.Application;
import io.baton.worker.spi.Load;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Tells the master how busy the application is. The warm-up's requests are not counted. Owned by the event loop. */
final class OwnLoad {

    private static final Logger LOG = System.getLogger(OwnLoad.class.getName());

    private final Application application;

    private long warmUpRequests;
    private boolean warm;
    private boolean failed;

    OwnLoad(Application application) {
        this.application = application;
    }

    /** The application is ready and no client has sent a request yet. The requests counted so far are the warm-up's. */
    void warmedUp() {
        warmUpRequests = Math.max(0, ask().requests());
        warm = true;
    }

    /** The load now; unknown until the application is ready. If the application throws, the log says so once. */
    Load now() {
        if (!warm) {
            return Load.UNKNOWN;
        }
        Load load = ask();
        return load.requests() < 0
                ? load
                : new Load(
                        load.requests() - warmUpRequests,
                        load.running(),
                        load.waiting(),
                        load.threads(),
                        load.progress());
    }

    private Load ask() {
        try {
            return application.load();
        } catch (Throwable e) {
            LOG.log(failed ? Level.DEBUG : Level.WARNING, "application failed to tell its load", e);
            failed = true;
            return Load.UNKNOWN;
        }
    }
}
