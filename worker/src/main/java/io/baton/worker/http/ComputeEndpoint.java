package io.baton.worker.http;

import static io.netty.handler.codec.http.HttpResponseStatus.BAD_REQUEST;
import static io.netty.handler.codec.http.HttpResponseStatus.OK;
import static io.netty.handler.codec.http.HttpResponseStatus.SERVICE_UNAVAILABLE;

/**
 * Answers {@code GET /compute?n=}: adds up the whole numbers below n as JavaScript would, on the {@link ComputePool}.
 */
final class ComputeEndpoint implements Endpoint {
    private static final long MOST = 10_000_000_000L;
    private static final String DEFAULT = "1e10";

    private final ComputePool pool;
    private final Answer full;

    ComputeEndpoint(ComputePool pool) {
        this.pool = pool;
        this.full = Answer.text(
                        SERVICE_UNAVAILABLE,
                        "Busy: " + pool.threads() + " computing, " + pool.places() + " waiting; try again\n")
                .with("Retry-After", "1");
    }

    @Override
    public Response respond(String query) {
        String n;
        try {
            n = QueryString.first(query, "n", DEFAULT);
        } catch (IllegalArgumentException e) {
            return Answer.text(BAD_REQUEST, e.getMessage() + "\n");
        }
        double count = JavaScriptNumber.parse(n);
        if (!(count >= 0 && count <= MOST && count == Math.rint(count))) {
            return Answer.text(
                    BAD_REQUEST, "n: " + Excerpt.of(n) + " (expected: a whole number from 0 to " + MOST + ")\n");
        }
        Sum sum = new Sum((long) count);
        Computation computation = pool.submit(sum, ComputeEndpoint::answer);
        return computation != null ? computation : full;
    }

    private static Answer answer(double sum) {
        return Answer.text(OK, "Sum is " + JavaScriptNumber.toString(sum));
    }
}
