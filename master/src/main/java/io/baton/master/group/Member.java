package io.baton.master.group;

import io.baton.master.config.Declaration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One application that the master knows: what was declared, its group, and the verb that it is in. Conductor thread only. */
public final class Member {

    private final Group group;

    private Declaration declaration;
    private boolean wanted;
    private @Nullable CompletableFuture<Outcome> start;
    private @Nullable CompletableFuture<Outcome> restart;
    private @Nullable CompletableFuture<Outcome> deletion;

    Member(Declaration declaration, Group group) {
        this.declaration = declaration;
        this.group = group;
    }

    public String name() {
        return group.name();
    }

    public Group group() {
        return group;
    }

    /** As its operator declared it. */
    public Declaration declaration() {
        return declaration;
    }

    /** Whether it is to run: its operator has started it, and has not stopped it since. */
    public boolean isWanted() {
        return wanted;
    }

    void declare(Declaration other) {
        declaration = other;
    }

    void want(boolean toRun) {
        wanted = toRun;
    }

    /** The start that goes on; null if there is none. */
    @Nullable
    CompletableFuture<Outcome> start() {
        return start;
    }

    void start(@Nullable CompletableFuture<Outcome> begun) {
        start = begun;
    }

    /** The restart that waits for the end of the stop; null if there is none. */
    @Nullable
    CompletableFuture<Outcome> restart() {
        return restart;
    }

    void restart(@Nullable CompletableFuture<Outcome> begun) {
        restart = begun;
    }

    /** Whether a verb goes on. */
    boolean isInVerb() {
        return start != null || restart != null || deletion != null;
    }

    /** The deletion that waits for the end of the stop; null if there is none. */
    @Nullable
    CompletableFuture<Outcome> deletion() {
        return deletion;
    }

    void deletion(CompletableFuture<Outcome> begun) {
        deletion = begun;
    }
}
