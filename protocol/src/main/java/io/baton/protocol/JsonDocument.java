package io.baton.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One JSON document, checked as a whole in one pass of Jackson's token stream. Of an object the fields are kept; a
 * nested document is kept as text and read only when it is needed. Depth, numbers and strings are bounded by Jackson's
 * {@code StreamReadConstraints}.
 */
final class JsonDocument {

    private static final JsonFactory FACTORY = new JsonFactory();

    private final String text;
    private final Map<String, Value> fields = new HashMap<>();

    /**
     * A field's value.
     *
     * @param json its text
     * @param string its content if it is a string
     */
    record Value(JsonToken token, String json, @Nullable String string) {

        boolean isNull() {
            return token == JsonToken.VALUE_NULL;
        }

        boolean isObject() {
            return token == JsonToken.START_OBJECT;
        }

        /** The number, if it is an integer that Node can represent exactly. */
        OptionalLong integer() {
            // 2^53 has 16 digits.
            boolean counts = token == JsonToken.VALUE_NUMBER_INT && json.length() <= 17;
            return counts ? OptionalLong.of(Long.parseLong(json)) : OptionalLong.empty();
        }
    }

    private JsonDocument(String text) {
        this.text = text;
    }

    /** Reads a text, which must be one JSON document. */
    static JsonDocument read(String text) throws ProtocolException {
        JsonDocument document = new JsonDocument(text);
        document.parse(true);
        return document;
    }

    /** Requires a text to be one JSON document. */
    static void check(String text) throws ProtocolException {
        new JsonDocument(text).parse(false);
    }

    /** The texts of an array's elements, at most so many. */
    static List<String> elements(String text, int most) throws ProtocolException {
        List<String> elements = new ArrayList<>();
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new ProtocolException("expected: an array in " + ProtocolException.printable(text));
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                int start = (int) parser.currentTokenLocation().getCharOffset();
                parser.skipChildren();
                parser.finishToken();
                elements.add(
                        text.substring(start, (int) parser.currentLocation().getCharOffset()));
                if (elements.size() > most) {
                    throw new ProtocolException("an array of more than " + most + " elements");
                }
            }
            return elements;
        } catch (JsonProcessingException e) {
            throw new ProtocolException("no JSON: " + ProtocolException.printable(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new AssertionError("a string cannot fail to be read", e);
        }
    }

    /** A field of this object; null if the document is no object or has no such field. */
    @Nullable
    Value field(String name) {
        return fields.get(name);
    }

    private void parse(boolean keepFields) throws ProtocolException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new ProtocolException("line is empty (expected: JSON)");
            }
            if (first == JsonToken.START_OBJECT && keepFields) {
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    fields.put(name, value(parser, parser.nextToken()));
                }
            } else {
                parser.skipChildren();
            }
            if (parser.nextToken() != null) {
                throw new ProtocolException("text after the line's JSON: " + ProtocolException.printable(text));
            }
        } catch (JsonProcessingException e) {
            throw new ProtocolException("line is not JSON: " + ProtocolException.printable(e.getOriginalMessage())
                    + " in " + ProtocolException.printable(text));
        } catch (IOException e) {
            throw new AssertionError("a string cannot fail to be read", e);
        }
    }

    private Value value(JsonParser parser, JsonToken token) throws IOException {
        int start = (int) parser.currentTokenLocation().getCharOffset();
        String string = token == JsonToken.VALUE_STRING ? parser.getText() : null;
        parser.skipChildren();
        parser.finishToken();
        int end = (int) parser.currentLocation().getCharOffset();
        return new Value(token, text.substring(start, end), string);
    }
}
