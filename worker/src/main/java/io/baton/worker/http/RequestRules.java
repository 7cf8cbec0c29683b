package io.baton.worker.http;

import static io.netty.handler.codec.http.HttpResponseStatus.BAD_REQUEST;
import static io.netty.handler.codec.http.HttpResponseStatus.EXPECTATION_FAILED;
import static io.netty.handler.codec.http.HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED;
import static io.netty.handler.codec.http.HttpResponseStatus.NOT_IMPLEMENTED;
import static io.netty.handler.codec.http.HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE;
import static io.netty.handler.codec.http.HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE;
import static io.netty.handler.codec.http.HttpResponseStatus.REQUEST_URI_TOO_LONG;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpContentException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Checks a request before its path is looked at (RFC 9110, RFC 9112). A refusal closes the connection: the beginning of
 * the next request is unknown, and its sender cannot be trusted.
 */
final class RequestRules {
    private final Limits limits;

    RequestRules(Limits limits) {
        this.limits = limits;
    }

    /** The refusal of this request head; null if it is not refused. */
    @Nullable
    Answer refusal(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return malformed(request.decoderResult().cause());
        }
        HttpVersion version = request.protocolVersion();
        boolean persistent = version.equals(HttpVersion.HTTP_1_1);
        if (!persistent && !version.equals(HttpVersion.HTTP_1_0)) {
            return Answer.text(HTTP_VERSION_NOT_SUPPORTED, "Version: " + version + " (expected: HTTP/1.0, HTTP/1.1)\n");
        }
        Answer refusal = requestLine(request);
        if (refusal == null) {
            refusal = host(request.headers(), persistent);
        }
        return refusal != null ? refusal : body(request.headers(), persistent);
    }

    /** The answer to bytes that are no request or no body. */
    Answer malformed(@Nullable Throwable cause) {
        if (cause instanceof TooLongHttpHeaderException) {
            return Answer.text(
                    REQUEST_HEADER_FIELDS_TOO_LARGE,
                    "Header fields: too many or too large (expected: at most " + limits.headerFields() + " fields, "
                            + limits.headerBytes() + " bytes)\n");
        }
        if (cause instanceof TooLongHttpLineException) {
            return lineTooLong();
        }
        String reason = cause == null || cause.getMessage() == null ? "no request" : cause.getMessage();
        return Answer.text(BAD_REQUEST, "Malformed request: " + Excerpt.of(reason) + "\n");
    }

    /** The answer to a body that cannot be read. */
    Answer malformedBody(@Nullable Throwable cause) {
        return cause instanceof TooLongHttpLineException || cause instanceof TooLongHttpContentException
                ? bodyTooLarge()
                : malformed(cause);
    }

    private @Nullable Answer requestLine(HttpRequest request) {
        HttpMethod method = request.method();
        String target = request.uri();
        if (method.equals(HttpMethod.CONNECT) || method.equals(HttpMethod.TRACE)) {
            return Router.methodNotAllowed(method);
        }
        if (method.name().length() + target.length() + " HTTP/1.1 ".length() > limits.requestLine()) {
            return lineTooLong();
        }
        if (RequestTarget.isAbsolute(target)) {
            return host(RequestTarget.authority(target));
        }
        boolean known = target.startsWith("/") || (target.equals("*") && method.equals(HttpMethod.OPTIONS));
        return known
                ? null
                : Answer.text(BAD_REQUEST, "Target: " + Excerpt.of(target) + " (expected: a path from / on)\n");
    }

    private Answer lineTooLong() {
        return Answer.text(
                REQUEST_URI_TOO_LONG,
                "Request line: too long (expected: at most " + limits.requestLine() + " bytes)\n");
    }

    private static @Nullable Answer host(HttpHeaders headers, boolean required) {
        Iterator<String> values = headers.valueStringIterator(HttpHeaderNames.HOST);
        if (!values.hasNext()) {
            return required ? Answer.text(BAD_REQUEST, "Host: missing (expected: exactly one)\n") : null;
        }
        String host = values.next();
        if (values.hasNext()) {
            return Answer.text(BAD_REQUEST, "Host: several (expected: exactly one)\n");
        }
        return host(host);
    }

    private static @Nullable Answer host(String host) {
        return HostField.isValid(host)
                ? null
                : Answer.text(BAD_REQUEST, "Host: " + Excerpt.of(host) + " (expected: a host name and maybe a port)\n");
    }

    private @Nullable Answer body(HttpHeaders headers, boolean maySayExpect) {
        Answer refusal = coding(headers);
        if (refusal == null) {
            refusal = length(headers);
        }
        return refusal != null ? refusal : expectation(headers, maySayExpect);
    }

    /** Netty has checked that chunked comes last and once. It would drop codings before it. */
    private static @Nullable Answer coding(HttpHeaders headers) {
        String coding = headers.get(HttpHeaderNames.TRANSFER_ENCODING);
        if (coding == null
                || (HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(coding)
                        && headers.getAll(HttpHeaderNames.TRANSFER_ENCODING).size() == 1)) {
            return null;
        }
        String all = String.join(", ", headers.getAll(HttpHeaderNames.TRANSFER_ENCODING));
        return Answer.text(NOT_IMPLEMENTED, "Transfer-Encoding: " + Excerpt.of(all) + " (expected: chunked)\n");
    }

    private @Nullable Answer length(HttpHeaders headers) {
        String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
        return length != null && Long.parseLong(length) > limits.body() ? bodyTooLarge() : null;
    }

    private static @Nullable Answer expectation(HttpHeaders headers, boolean maySayExpect) {
        String expect = maySayExpect ? headers.get(HttpHeaderNames.EXPECT) : null;
        return expect == null || HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(expect)
                ? null
                : Answer.text(EXPECTATION_FAILED, "Expect: " + Excerpt.of(expect) + " (expected: 100-continue)\n");
    }

    /** The answer to a body that exceeds the limit, or says that it will. */
    Answer bodyTooLarge() {
        return Answer.text(
                REQUEST_ENTITY_TOO_LARGE, "Body: too large (expected: at most " + limits.body() + " bytes)\n");
    }
}
