package io.baton.worker.http;

import static io.netty.handler.codec.http.HttpResponseStatus.BAD_REQUEST;
import static io.netty.handler.codec.http.HttpResponseStatus.OK;

import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Endpoints that break a worker on request, so that its master can be seen to react. Only with {@code --demo-faults}.
 */
final class DemoFaults {

    private static final int CHUNK = 1 << 20;

    private DemoFaults() {}

    /**
     * {@code /throw} answers and then throws an exception that no handler catches. {@code /block?ms=} blocks the event
     * loop. {@code /oom} fills the heap, {@code /oom?memory=direct} the direct memory. {@code /exit?code=} exits.
     */
    static Map<String, Endpoint> endpoints() {
        return Map.of(
                "/throw",
                        query -> thenOnAThread("thrown", () -> {
                            throw new IllegalStateException("thrown by /throw");
                        }),
                "/block", query -> withNumber(query, "ms", 60_000, DemoFaults::block),
                "/oom",
                        query -> QueryString.first(query, "memory", "heap").equals("direct")
                                ? thenOnAThread("filling direct memory", () -> fill(Unpooled::directBuffer))
                                : thenOnAThread("filling the heap", () -> fill(byte[]::new)),
                "/exit",
                        query -> withNumber(
                                query, "code", 1, code -> thenOnAThread("exiting", () -> System.exit(code))));
    }

    private static Answer thenOnAThread(String body, Runnable fault) {
        new Thread(fault, "demo-fault").start();
        return Answer.text(OK, body + "\n");
    }

    private static Answer withNumber(String query, String name, int otherwise, IntFunction<Answer> fault) {
        String text = QueryString.first(query, name, String.valueOf(otherwise));
        try {
            return fault.apply(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return Answer.text(BAD_REQUEST, name + ": " + Excerpt.of(text) + " (expected: a number)\n");
        }
    }

    private static Answer block(int ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Answer.text(OK, "blocked for " + ms + " ms\n");
    }

    private static void fill(IntFunction<Object> memory) {
        List<Object> kept = new ArrayList<>();
        while (kept.size() < Integer.MAX_VALUE) {
            kept.add(memory.apply(CHUNK));
        }
    }
}
