package io.baton.bench.load.client;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The output of wrk at its end.
 *
 * @param socketErrors connects, reads, writes and timeouts that failed
 * @param refusals answers whose status is neither 2xx nor 3xx
 */
public record WrkOutput(long requests, double requestsPerSecond, long socketErrors, long refusals) {

    private static final Pattern REQUESTS = Pattern.compile("(?m)^\\s*(\\d+) requests in ");
    private static final Pattern RATE = Pattern.compile("(?m)^Requests/sec:\\s+([0-9.]+)$");
    private static final Pattern SOCKET_ERRORS =
            Pattern.compile("Socket errors: connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");
    private static final Pattern REFUSALS = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");

    /** Reads wrk's whole output; an output without a request count is no result. */
    static WrkOutput parse(String output) {
        Matcher requests = REQUESTS.matcher(output);
        Matcher rate = RATE.matcher(output);
        if (!requests.find() || !rate.find()) {
            throw new IllegalArgumentException("wrk said: " + output + " (expected: ... requests in ...)");
        }
        long errors = 0;
        Matcher socketErrors = SOCKET_ERRORS.matcher(output);
        if (socketErrors.find()) {
            for (int kind = 1; kind <= socketErrors.groupCount(); kind++) {
                errors += Long.parseLong(socketErrors.group(kind));
            }
        }
        Matcher refusals = REFUSALS.matcher(output);
        return new WrkOutput(
                Long.parseLong(requests.group(1)),
                Double.parseDouble(rate.group(1)),
                errors,
                refusals.find() ? Long.parseLong(refusals.group(1)) : 0);
    }

    /** All failed requests. */
    public long errors() {
        return socketErrors + refusals;
    }
}
