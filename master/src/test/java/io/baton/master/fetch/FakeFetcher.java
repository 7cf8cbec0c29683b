package io.baton.master.fetch;

import io.baton.master.dispatch.Lane;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Asks no worker. The test answers each question, the oldest first. */
public final class FakeFetcher implements Fetcher {

    private final List<Asked> waiting = new ArrayList<>();

    private int questions;

    /** A question that waits for its answer. */
    public record Asked(Lane worker, String method, String path, FetchLimits limits, Consumer<Fetched> answer) {

        /** The worker says this status. */
        public void says(int status) {
            answer.accept(new Fetched.Reply(status, "", ByteBuffer.allocate(0)));
        }
    }

    @Override
    public void ask(
            Lane worker, Entrance entrance, String method, String path, FetchLimits limits, Consumer<Fetched> answer) {
        questions++;
        waiting.add(new Asked(worker, method, path, limits, answer));
    }

    /** How many questions there were. */
    public int questions() {
        return questions;
    }

    /** The questions that have no answer yet; empty from then on. */
    public List<Asked> take() {
        List<Asked> all = List.copyOf(waiting);
        waiting.clear();
        return all;
    }
}
