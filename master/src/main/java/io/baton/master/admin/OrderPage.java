package io.baton.master.admin;

import io.baton.master.control.Answer;
import io.baton.master.control.MasterProxy;
import io.baton.master.control.Request;
import io.baton.master.control.Result;
import io.baton.protocol.message.ValueCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what the buttons of the page for people say, as {@code {"request":"reload","app":"api"}}: the same requests as
 * those of the command line, and only four of them. The answer comes when the request is done. Admin loop only.
 */
final class OrderPage implements Page {

    private static final int MOST_BYTES = 4096;
    private static final Pattern CHANGE = Pattern.compile("[+-]?\\d{1,4}");

    private final MasterProxy master;

    OrderPage(MasterProxy master) {
        this.master = master;
    }

    @Override
    public String allowed() {
        return "POST";
    }

    @Override
    public boolean allows(HttpMethod method) {
        return method.equals(HttpMethod.POST);
    }

    @Override
    public void answer(Exchange exchange) {
        CharSequence type = HttpUtil.getMimeType(exchange.field(HttpHeaderNames.CONTENT_TYPE));
        byte[] body = exchange.body();
        if (!isOwn(exchange.field(HttpHeaderNames.ORIGIN), exchange.field(HttpHeaderNames.HOST))) {
            exchange.refuse(HttpResponseStatus.FORBIDDEN, "Origin is not this server");
        } else if (type == null
                || !"application/json".contentEquals(type.toString().toLowerCase(Locale.ROOT))) {
            exchange.refuse(HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE, "Content-Type has to be application/json");
        } else if (body.length > MOST_BYTES) {
            exchange.refuse(
                    HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
                    body.length + " bytes (expected: " + MOST_BYTES + " or fewer)");
        } else {
            carryOut(exchange, new String(body, StandardCharsets.UTF_8));
        }
    }

    /** A browser always says which site's script sends a POST; other clients say nothing. */
    private static boolean isOwn(String origin, String host) {
        int scheme = origin.indexOf("://");
        return origin.isEmpty() || (scheme > 0 && origin.substring(scheme + 3).equalsIgnoreCase(host));
    }

    private void carryOut(Exchange exchange, String body) {
        Request.Order order;
        try {
            order = order(body);
        } catch (IllegalArgumentException e) {
            exchange.refuse(HttpResponseStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
            return;
        }
        master.carryOut(
                order,
                exchange.loop(),
                answer -> exchange.bytes(
                        isDone(answer) ? HttpResponseStatus.OK : HttpResponseStatus.CONFLICT,
                        "application/json",
                        (answer.line() + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Reads a body.
     *
     * @throws IllegalArgumentException if it is none of the four requests; the message says why
     */
    static Request.Order order(String body) {
        if (!(ValueCodec.decode(body) instanceof Map<?, ?> fields)) {
            throw new IllegalArgumentException("expected: {\"request\":\"reload\",\"app\":\"NAME\"}");
        }
        if (!(fields.get("app") instanceof String app) || app.isEmpty()) {
            throw new IllegalArgumentException("app: " + fields.get("app") + " (expected: the name of an application)");
        }
        return switch (String.valueOf(fields.get("request"))) {
            case "reload" -> new Request.Reload(List.of(app), Map.of(), List.of());
            case "restart" -> new Request.Act(Request.Verb.RESTART, List.of(app));
            case "stop" -> new Request.Act(Request.Verb.STOP, List.of(app));
            case "scale" -> new Request.Scale(app, change(fields.get("change")));
            default ->
                throw new IllegalArgumentException(
                        "request: " + fields.get("request") + " (expected: reload, restart, scale or stop)");
        };
    }

    private static String change(@Nullable Object value) {
        String change = String.valueOf(value);
        if (!CHANGE.matcher(change).matches()) {
            throw new IllegalArgumentException("change: " + change + " (expected: as \"+1\", \"-1\" or \"4\")");
        }
        return change;
    }

    private static boolean isDone(Answer answer) {
        return answer instanceof Answer.Results results
                && results.results().stream().allMatch(Result::ok);
    }
}
