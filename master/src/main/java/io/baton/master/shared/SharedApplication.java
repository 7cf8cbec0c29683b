package io.baton.master.shared;

import io.baton.master.carried.CarriedSharedApplication;
import java.util.function.Consumer;

/** What the workers of one application share, and what is counted of it. On the loop of all connections, except the figures. */
final class SharedApplication {

    /** What is told between two looks. Workers may be in trouble without a pause. */
    private static final int MOST_TOLD = 5;

    private final Region region;
    private final Store store;
    private final Topics topics = new Topics();
    private final Consumer<String> troubles;

    private long counted;
    private volatile long operations;
    private int troubled;
    private long evictedTold;
    private long wanted;

    /** @param troubles hears in words what an operator should know */
    SharedApplication(Region region, Store store, long operations, Consumer<String> troubles) {
        this.region = region;
        this.store = store;
        this.counted = operations;
        this.operations = operations;
        this.evictedTold = store.figures().evicted();
        this.troubles = troubles;
        this.wanted = region.bytes();
    }

    /** Each new worker brings the size that the application's memory should have. The memory keeps its first size. */
    void wants(long bytes) {
        if (bytes != wanted) {
            wanted = bytes;
            if (bytes != region.bytes()) {
                tell("it stays at " + region.bytes()
                        + " bytes until the application is deleted, though --shared-memory is " + bytes + " now");
            }
        }
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

    /** What it has. Any thread may call. */
    SharedFigures figures() {
        Store.Figures kept = store.figures();
        return new SharedFigures(kept.keys(), kept.bytes(), region.bytes(), operations, kept.evicted(), kept.expired());
    }

    /** What the next image of this master needs to go on. Any thread may call. */
    CarriedSharedApplication carried(String name) {
        Store.Figures kept = store.figures();
        return new CarriedSharedApplication(
                name, region.descriptor(), region.bytes(), operations, kept.evicted(), kept.expired());
    }

    /** Tells the operator, unless a lot was told since the last look. */
    void tell(String trouble) {
        if (troubled++ < MOST_TOLD) {
            troubles.accept(trouble);
        }
    }

    /** Tells the operator what became of it since the last look: what was not told then, and what had to go. */
    void look() {
        if (troubled > MOST_TOLD) {
            troubles.accept((troubled - MOST_TOLD) + " more like that");
        }
        troubled = 0;
        long evicted = store.figures().evicted();
        if (evicted > evictedTold) {
            troubles.accept((evicted - evictedTold) + " values gave way to newer ones: " + region.bytes()
                    + " bytes are full (see --shared-memory)");
            evictedTold = evicted;
        }
    }
}
