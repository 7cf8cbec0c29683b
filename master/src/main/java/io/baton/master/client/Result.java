package io.baton.master.client;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a verb for one target.
 *
 * @param refusal why it was not done, as {@code NO_SUCH_APP}; null if it was
 * @param text for the operator
 * @param dump the thread dump, where one was asked for
 */
public record Result(
        String app, String target, boolean ok, @Nullable String refusal, String text, @Nullable String dump) {

    /** What came of it, with what it is about. */
    public String line() {
        boolean named = target.isEmpty() || text.startsWith(target) || (!app.isEmpty() && text.startsWith(app));
        return named ? text : target + ": " + text;
    }

    /** Reads the results of an answer. */
    public static List<Result> of(Fields answer) throws ClientException {
        if (!(answer.value("results") instanceof List)) {
            throw new ClientException(ClientException.Trouble.GARBAGE, "the answer of the daemon has no results");
        }
        List<Result> results = new ArrayList<>();
        for (Fields one : answer.objects("results")) {
            results.add(new Result(
                    one.text("app"),
                    one.text("target"),
                    one.isTrue("ok"),
                    one.textOrNull("refusal"),
                    one.text("text"),
                    one.textOrNull("dump")));
        }
        return results;
    }
}
