package io.baton.master.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.baton.master.config.Key;
import io.baton.master.config.Keys;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Editors know the same keys and values as Baton: the schema is made of the table of keys, and a validator reads it. */
final class JsonSchemaTest {

    private static final com.networknt.schema.JsonSchema SCHEMA =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(JsonSchema.text());

    /** As pm2 reads a file of its own. */
    private static final ObjectMapper JSON5 = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS, JsonReadFeature.ALLOW_TRAILING_COMMA)
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES, JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .build();

    @Test
    void everyKeyIsInItOnceWithItsExplanation() throws IOException {
        JsonNode schema = new ObjectMapper().readTree(JsonSchema.text());
        JsonNode whole = schema.at("/else/else/properties");
        for (Key<?> key : Keys.all()) {
            JsonNode found = whole.at("/" + key.path().replace(".", "/properties/"));
            assertThat(found.isMissingNode()).as(key.path()).isFalse();
            if (!key.path().equals("listen")) {
                assertThat(found.path("description").asText()).startsWith(key.help());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("goodFiles")
    void aFileThatBatonTakesIsValid(Cases.Case good) throws IOException {
        assertThat(SCHEMA.validate(good.file().endsWith(".json") ? JSON5.readTree(good.text()) : yaml(good.text())))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "apps: [{ script: app.js, kill_timout: 30s }]",
                "apps: [{ script: app.js, kill_timeout: 3x }]",
                "apps: [{ script: app.js, kill_timeout: { s: 3 } }]",
                "apps: [{ script: app.js, instances: many }]",
                "apps: [{ script: app.js, instances: 5000 }]",
                "apps: [{ script: app.js, port: 99999 }]",
                "apps: [{ script: app.js, port: 30.5 }]",
                "apps: [{ script: app.js, max_body: 0 }]",
                "apps: [{ script: app.js, max_memory_restart: 12q }]",
                "apps: [{ script: app.js, ready: 5s }]",
                "apps: [{ script: app.js, ready: { timeuot: 5s } }]",
                "apps: [{ script: app.js, mode: magic }]",
                "apps: [{ script: app.js, kill_tree: maybe }]",
                "apps: [{ script: app.js, args: { a: b } }]",
                "apps: [{ script: app.js, node_args: [[a]] }]",
                "apps: [{ script: app.js, env: [A=1] }]",
                "apps: [{ script: app.js, env: { C: [1] } }]",
                "apps: [{ script: app.js, env_production: 3 }]",
                "apps: [{ script: app.js, listen: [] }]",
                "apps: [{ script: app.js, listen: [{ adress: 3000 }] }]",
                "apps: [{ script: [app.js] }]",
                "apps: [{ script: app.js, log_level: debug }]",
                "apps: []",
                "apps: {}",
                "apps: [app.js]",
                "app: []",
                "apps: [{ script: app.js }]\nkill_timeout: 3s",
                "apps: [{ script: app.js }]\nlisten: [{ address: 3000 }]",
                "hello"
            })
    void aFileThatBatonRefusesForAKeyOrAValueIsInvalid(String text) throws IOException {
        assertThat(SCHEMA.validate(yaml(text))).isNotEmpty();
    }

    private static JsonNode yaml(String text) throws IOException {
        return new YAMLMapper().readTree(text);
    }

    static List<Cases.Case> goodFiles() throws IOException {
        // Editors merge what YAML merges; this reader of the test does not.
        return Cases.read("good-files.txt").stream()
                .filter(good -> !good.text().contains("<<"))
                .toList();
    }
}
