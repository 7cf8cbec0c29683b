package io.baton.master.control;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a verb went for one target.
 *
 * @param app the name of the application; empty if there is none
 * @param target as the client named it
 * @param ok whether it was carried out
 * @param refusal the name of the reason if it was not
 * @param text for the operator
 * @param dump what was asked for, if that is a text of many lines
 */
public record Result(
        String app, String target, boolean ok, @Nullable String refusal, String text, @Nullable String dump) {

    /** The parts that there are. */
    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("app", app);
        fields.put("target", target);
        fields.put("ok", ok);
        if (refusal != null) {
            fields.put("refusal", refusal);
        }
        fields.put("text", text);
        if (dump != null) {
            fields.put("dump", dump);
        }
        return fields;
    }
}
