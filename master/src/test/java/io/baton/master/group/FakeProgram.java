package io.baton.master.group;

import io.baton.master.program.Program;
import io.baton.master.spawn.SpawnRequest;
import java.util.List;

/** A program that is never started. */
final class FakeProgram implements Program {

    @Override
    public SpawnRequest forSlot(int id, int workers) {
        return new SpawnRequest(List.of("worker", String.valueOf(id)), List.of(), true);
    }

    @Override
    public SpawnRequest forSpare(int id, int workers) {
        return new SpawnRequest(List.of("spare", String.valueOf(id)), List.of(), true);
    }
}
