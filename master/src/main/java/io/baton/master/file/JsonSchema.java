package io.baton.master.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.baton.master.config.Key;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The JSON Schema of configuration files, by which editors complete and check them. It is a view of the table of keys; pm2's
 * keys are allowed, and marked as deprecated.
 */
public final class JsonSchema {

    private static final String ID = "https://json-schema.org/draft/2020-12/schema";

    private static final Map<String, Object> TEXT = Map.of("type", List.of("string", "number", "boolean"));
    private static final Map<String, Object> TEXTS =
            Map.of("anyOf", List.of(TEXT, Map.of("type", "array", "items", TEXT)));
    private static final Map<String, Object> VARIABLES = Map.of(
            "type",
            List.of("object", "null"),
            "propertyNames",
            Map.of("pattern", "^[^= ]+$"),
            "additionalProperties",
            Map.of("type", List.of("string", "number", "boolean", "null")));

    private JsonSchema() {}

    /** The schema, indented. */
    public static String text() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
            write(json, schema());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static Map<String, Object> schema() {
        Map<String, Object> definitions = new LinkedHashMap<>();
        definitions.put("listener", listener());
        definitions.put("application", closed(application()));
        Map<String, Object> several = new LinkedHashMap<>();
        several.put(
                "apps",
                described(
                        "The applications.",
                        Map.of("type", "array", "minItems", 1, "items", Map.of("$ref", "#/$defs/application"))));
        several.put(
                "listen",
                described(
                        "Listeners that applications name.",
                        Map.of(
                                "type",
                                "array",
                                "items",
                                Map.of(
                                        "allOf",
                                        List.of(
                                                Map.of("$ref", "#/$defs/listener"),
                                                Map.of("type", "object", "required", List.of("name")))))));
        several.put("deploy", Map.of("deprecated", true));
        Map<String, Object> whole = application();
        Places.all().forEach((path, key) -> {
            if (Places.isOfMaster(key)) {
                several.put(path, value(key));
                whole.put(path, value(key));
            }
        });
        Map<String, Object> file = closed(several);
        file.put("required", List.of("apps"));
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", ID);
        schema.put("title", "Baton");
        schema.put("description", "Applications for Baton: a file with apps, or a single application.");
        schema.put("if", Map.of("type", "object", "required", List.of("apps")));
        schema.put("then", file);
        schema.put(
                "else",
                Map.of(
                        "if",
                        Map.of("type", "array"),
                        "then",
                        Map.of("minItems", 1, "items", Map.of("$ref", "#/$defs/application")),
                        "else",
                        closed(whole)));
        schema.put("$defs", definitions);
        return schema;
    }

    private static Map<String, Object> application() {
        Map<String, Object> properties = new LinkedHashMap<>();
        Map<String, Object> program = Map.of("type", "string", "minLength", 1);
        properties.put("jar", described("A jar with an Application of Baton's SPI, or with a server.", program));
        properties.put(
                "server", described("The jar, or the directory, of a server that knows nothing of Baton.", program));
        properties.put("script", described("A Node program.", program));
        properties.put("args", described("Arguments for the program.", TEXTS));
        properties.put("env", described("Variables; null removes one of the operator's shell.", VARIABLES));
        properties.put("env_file", described("Files with lines NAME=value.", TEXTS));
        properties.put(
                "listen",
                described(
                        "Listeners: names of the file's listeners, addresses, or objects.",
                        Map.of(
                                "anyOf",
                                List.of(
                                        Map.of("$ref", "#/$defs/listener"),
                                        Map.of(
                                                "type",
                                                "array",
                                                "minItems",
                                                1,
                                                "items",
                                                Map.of("$ref", "#/$defs/listener"))))));
        Map<String, Map<String, Object>> objects = new TreeMap<>();
        Places.all().forEach((path, key) -> {
            int dot = path.indexOf('.');
            if (Places.isOfMaster(key) || path.equals("listen")) {
                return;
            } else if (dot < 0) {
                properties.put(path, value(key));
            } else {
                objects.computeIfAbsent(path.substring(0, dot), none -> new LinkedHashMap<>())
                        .put(path.substring(dot + 1), value(key));
            }
        });
        objects.forEach((name, within) -> properties.put(name, closed(within)));
        for (Pm2Key key : Pm2Keys.all()) {
            properties.putIfAbsent(key.name(), Map.of("deprecated", true, "description", advice(key)));
        }
        return properties;
    }

    private static String advice(Pm2Key key) {
        return key.places().isEmpty() ? "pm2: " + key.advice() : "pm2's name for " + String.join(", ", key.places());
    }

    private static Map<String, Object> listener() {
        Map<String, Object> text = Map.of("type", "string", "minLength", 1);
        Map<String, Object> number = Map.of("type", "integer", "minimum", 0, "maximum", 65535);
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("name", described("By which applications know it.", text));
        properties.put("address", described("As 127.0.0.1:3000, [::1]:3000 or unix:/run/api.sock.", text));
        properties.put("host", text);
        properties.put("port", number);
        properties.put("path", described("Of a Unix-domain socket.", text));
        properties.put(
                "mode",
                described(
                        "handoff, shared or reuseport; for a Unix-domain socket its permissions, as 660.",
                        Map.of("type", List.of("string", "integer"))));
        properties.put("owner", described("user or user:group of a Unix-domain socket.", text));
        return Map.of("anyOf", List.of(number, text, closed(properties)));
    }

    private static Map<String, Object> value(Key<?> key) {
        return described(key.help() + " Default: " + key.defaultText() + ".", key.schema());
    }

    private static Map<String, Object> described(String description, Map<String, Object> schema) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("description", description);
        all.putAll(new TreeMap<>(schema));
        return all;
    }

    /** An object without other properties; the variables of a profile may have any name. */
    private static Map<String, Object> closed(Map<String, Object> properties) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", "object");
        object.put("properties", properties);
        if (properties.containsKey("env")) {
            object.put("patternProperties", Map.of("^env_(?!file$)", VARIABLES));
        }
        object.put("additionalProperties", false);
        return object;
    }

    private static void write(JsonGenerator json, Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            // Those of a fixed order are LinkedHashMaps; others must not change from run to run.
            Map<?, ?> ordered = map instanceof LinkedHashMap ? map : new TreeMap<>(map);
            for (Map.Entry<?, ?> entry : ordered.entrySet()) {
                json.writeFieldName(String.valueOf(entry.getKey()));
                write(json, entry.getValue());
            }
            json.writeEndObject();
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object item : list) {
                write(json, item);
            }
            json.writeEndArray();
        } else if (value instanceof Boolean yes) {
            json.writeBoolean(yes);
        } else if (value instanceof Number number) {
            json.writeNumber(number.longValue());
        } else {
            json.writeString(String.valueOf(value));
        }
    }
}
