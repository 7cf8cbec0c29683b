package io.baton.worker.http;

import static io.netty.handler.codec.http.HttpResponseStatus.METHOD_NOT_ALLOWED;
import static io.netty.handler.codec.http.HttpResponseStatus.NOT_FOUND;
import static io.netty.handler.codec.http.HttpResponseStatus.OK;

import io.netty.handler.codec.http.HttpMethod;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds the endpoint of a path. Immutable. */
public final class Router {
    private static final String METHODS = "GET, HEAD, OPTIONS";
    private static final Answer OPTIONS = Answer.text(OK, "").with("Allow", METHODS);

    private final Map<String, Endpoint> endpoints;
    private final Answer notFound;

    public Router(Map<String, Endpoint> endpoints) {
        this.endpoints = Map.copyOf(endpoints);
        this.notFound = Answer.text(
                NOT_FOUND,
                "No such path (expected one of: " + String.join(", ", new TreeSet<>(endpoints.keySet())) + ")\n");
    }

    /**
     * Answers a request whose head kept the rules.
     *
     * @param target the target of the request line, unchanged
     */
    Response respond(HttpMethod method, String target) {
        if (target.equals("*")) {
            return OPTIONS;
        }
        Endpoint endpoint = endpoints.get(target);
        String query = "";
        if (endpoint == null) {
            RequestTarget parts = RequestTarget.of(target);
            endpoint = endpoints.get(parts.path());
            query = parts.query();
        }
        return respond(endpoint, method, query);
    }

    private Response respond(@Nullable Endpoint endpoint, HttpMethod method, String query) {
        if (endpoint == null) {
            return notFound;
        }
        if (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)) {
            return endpoint.respond(query);
        }
        return method.equals(HttpMethod.OPTIONS) ? OPTIONS : methodNotAllowed(method);
    }

    static Answer methodNotAllowed(HttpMethod method) {
        return Answer.text(
                        METHOD_NOT_ALLOWED, "Method: " + Excerpt.of(method.name()) + " (expected: " + METHODS + ")\n")
                .with("Allow", METHODS);
    }
}
