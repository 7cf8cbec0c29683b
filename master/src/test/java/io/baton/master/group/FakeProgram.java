package io.baton.master.group;

import io.baton.master.program.Program;
import io.baton.master.spawn.SpawnRequest;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A program that is never started. */
final class FakeProgram implements Program {

    @Override
    public SpawnRequest forSlot(int id, int workers) {
        return new SpawnRequest(List.of("worker", String.valueOf(id)), List.of(), true);
    }

    private @Nullable String missing;
    private boolean stays;

    /** What its workers were started from is not there any more. */
    void isGone(String reason) {
        missing = reason;
    }

    /** Whether it was told to start nothing newer. */
    boolean stays() {
        return stays;
    }

    @Override
    public void stayWithOrigin() {
        stays = true;
    }

    @Override
    public void lookForOrigin(Consumer<@Nullable String> answer) {
        answer.accept(missing);
    }

    @Override
    public SpawnRequest forSuccessor(int id, int workers) {
        return new SpawnRequest(List.of("successor", String.valueOf(id)), List.of(), true);
    }

    @Override
    public SpawnRequest forSpare(int id, int workers) {
        return new SpawnRequest(List.of("spare", String.valueOf(id)), List.of(), true);
    }
}
