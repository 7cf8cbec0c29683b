package io.baton.master.shared;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the workers of one application share, and what is counted of it. On the loop of all connections, except the figures. */
final class SharedApplication {

    private final Region region;
    private final Store store;
    private final Topics topics = new Topics();
    private final Consumer<String> troubles;

    private long counted;
    private volatile long operations;
    private @Nullable String lastTrouble;
    private long evictedTold;

    /** @param troubles hears in words what an operator should know */
    SharedApplication(Region region, Store store, long operations, Consumer<String> troubles) {
        this.region = region;
        this.store = store;
        this.counted = operations;
        this.operations = operations;
        this.troubles = troubles;
    }

    Region region() {
        return region;
    }

    Store store() {
        return store;
    }

    Topics topics() {
        return topics;
    }

    /** One more command. */
    void counts() {
        operations = ++counted;
    }

    long operations() {
        return operations;
    }

    /** Tells the operator, once in a row. */
    void tell(String trouble) {
        if (!trouble.equals(lastTrouble)) {
            lastTrouble = trouble;
            troubles.accept(trouble);
        }
    }

    /** Tells the operator what had to go since the last time, if anything. */
    void tellEvicted() {
        long evicted = store.figures().evicted();
        if (evicted > evictedTold) {
            troubles.accept((evicted - evictedTold) + " values gave way to newer ones: " + region.bytes()
                    + " bytes are full (see --shared-memory)");
            evictedTold = evicted;
        }
    }
}
