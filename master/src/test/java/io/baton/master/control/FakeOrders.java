package io.baton.master.control;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Remembers what was asked, and answers when the test says so. */
final class FakeOrders implements Orders {

    private final List<Request> asked = new ArrayList<>();

    private CompletableFuture<Answer> last = new CompletableFuture<>();

    /** The orders, the first one first. */
    List<Request> asked() {
        return asked;
    }

    /** The last order is done. */
    void answer(Answer answer) {
        last.complete(answer);
    }

    /** The last order fails for a fault of the program. */
    void fails(RuntimeException fault) {
        last.completeExceptionally(fault);
    }

    private CompletionStage<Answer> take(Request request) {
        asked.add(request);
        last = new CompletableFuture<>();
        return last;
    }

    @Override
    public CompletionStage<Answer> ping() {
        return take(new Request.Ping());
    }

    @Override
    public CompletionStage<Answer> start(Request.Start request) {
        return take(request);
    }

    @Override
    public CompletionStage<Answer> act(Request.Act request) {
        return take(request);
    }

    @Override
    public CompletionStage<Answer> reload(Request.Reload request) {
        return take(request);
    }

    @Override
    public CompletionStage<Answer> scale(Request.Scale request) {
        return take(request);
    }

    @Override
    public CompletionStage<Answer> signal(Request.Signal request) {
        return take(request);
    }

    @Override
    public CompletionStage<Answer> threads(Request.Threads request) {
        return take(request);
    }

    @Override
    public CompletionStage<Answer> conns(Request.Conns request) {
        return take(request);
    }

    @Override
    public CompletionStage<Answer> move(Request.Move request) {
        return take(request);
    }

    @Override
    public CompletionStage<Answer> declarations(Request.Declarations request) {
        return take(request);
    }

    @Override
    public CompletionStage<Answer> flush(Request.Flush request) {
        return take(request);
    }

    @Override
    public CompletionStage<Answer> save() {
        return take(new Request.Save());
    }

    @Override
    public CompletionStage<Answer> resurrect() {
        return take(new Request.Resurrect());
    }

    @Override
    public CompletionStage<Answer> upgrade(Request.Upgrade request) {
        return take(request);
    }

    @Override
    public CompletionStage<Answer> kill() {
        return take(new Request.Kill());
    }
}
