package io.baton.master.admin;

import io.baton.master.health.AppHealth;
import io.baton.master.health.HealthBoard;
import io.baton.master.health.HealthView;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.LinkedHashMap;
import java.util.Map;

/** One of the pages below {@code /health}. It reads what the conductor wrote down last, and waits for nothing. Admin loop only. */
final class HealthPage implements Page {

    private final HealthBoard board;
    private final Question question;
    private final String yes;

    /** What it answers. */
    interface Question {

        HealthView.Answer of(HealthView view, long nowNanos);
    }

    /** @param yes the status if the answer is yes, as {@code ready} */
    HealthPage(HealthBoard board, Question question, String yes) {
        this.board = board;
        this.question = question;
        this.yes = yes;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void answer(Exchange exchange) {
        HealthView view = board.view();
        HealthView.Answer answer = question.of(view, System.nanoTime());
        exchange.json(
                answer.yes() ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE, fields(view, answer));
    }

    private Map<String, Object> fields(HealthView view, HealthView.Answer answer) {
        Map<String, Object> apps = new LinkedHashMap<>();
        for (AppHealth app : view.apps()) {
            apps.put(app.name(), app.runs() ? Map.of("ready", app.ready(), "of", app.of()) : Map.of("stopped", true));
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("status", answer.yes() ? yes : "not " + yes);
        if (!answer.yes()) {
            fields.put("reasons", answer.reasons());
        }
        fields.put("apps", apps);
        return fields;
    }
}
