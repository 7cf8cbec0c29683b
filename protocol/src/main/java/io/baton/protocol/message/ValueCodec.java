package io.baton.protocol.message;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns Java values into JSON text and back, as {@code JSON.stringify} and {@code JSON.parse} do in Node.
 *
 * <table>
 * <caption>How a value is written and read</caption>
 * <tr><th>Java</th><th>JSON</th><th>Java again</th></tr>
 * <tr><td>null, Boolean, String</td><td>the same</td><td>the same; a lone surrogate in a string survives</td></tr>
 * <tr><td>Byte, Short, Integer, Long, BigInteger</td><td>number</td><td>the first that it fits of Integer, Long,
 *     BigInteger</td></tr>
 * <tr><td>Float, Double, BigDecimal</td><td>number; null for NaN and the infinities</td><td>Double; the first of the line
 *     above if Node wrote it without a fraction</td></tr>
 * <tr><td>Map with String keys, record</td><td>object</td><td>LinkedHashMap; a record by {@link #record}</td></tr>
 * <tr><td>Iterable, Object[]</td><td>array</td><td>ArrayList</td></tr>
 * <tr><td>enum constant</td><td>its name</td><td>String; a constant in a record</td></tr>
 * </table>
 *
 * <p>Any other value is an error; Node omits it or writes {@code {}}. Thread-safe.
 */
public final class ValueCodec {

    private static final JsonFactory FACTORY = new JsonFactory();

    private ValueCodec() {}

    /**
     * Writes a value as JSON.
     *
     * @throws IllegalArgumentException if JSON cannot express a part of it, or it is nested more than 1000 deep
     */
    public static String encode(@Nullable Object value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            new ValueWriter(generator).write(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("message: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new AssertionError("a string cannot fail to be written", e);
        }
        return text.toString();
    }

    /**
     * Reads a text that is one JSON document.
     *
     * @throws IllegalArgumentException if it is not one
     */
    public static @Nullable Object decode(String json) {
        try (JsonParser parser = parser(json)) {
            Object value = read(parser);
            requireEnd(parser);
            return value;
        } catch (IOException e) {
            throw notJson(e);
        }
    }

    /**
     * The same document on one line, as the wire needs it.
     *
     * @throws IllegalArgumentException if it is not JSON
     */
    public static String onOneLine(String json) {
        StringWriter text = new StringWriter(json.length());
        try (JsonParser parser = parser(json);
                JsonGenerator generator = FACTORY.createGenerator(text)) {
            generator.copyCurrentStructureExact(parser);
            requireEnd(parser);
        } catch (IOException e) {
            throw notJson(e);
        }
        return text.toString();
    }

    /**
     * Reads a message as a record. Each component gets the field with its name. Components may be numbers, booleans,
     * strings, maps, lists, enum constants, other records and lists of those. Unknown fields are ignored, missing ones are
     * null.
     *
     * @throws IllegalArgumentException if a field does not fit its component, or the message is not an object
     */
    public static <T extends Record> T record(@Nullable Object message, Class<T> type) {
        return RecordReader.read(message, type, "message");
    }

    private static JsonParser parser(String json) throws IOException {
        JsonParser parser = FACTORY.createParser(json);
        if (parser.nextToken() == null) {
            throw new IllegalArgumentException("message: empty (expected: JSON)");
        }
        return parser;
    }

    private static void requireEnd(JsonParser parser) throws IOException {
        if (parser.nextToken() != null) {
            throw new IllegalArgumentException("message: text after its JSON");
        }
    }

    private static IllegalArgumentException notJson(IOException e) {
        String reason = e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
        return new IllegalArgumentException("message: not JSON: " + reason, e);
    }

    private static @Nullable Object read(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getNumberValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    private static Map<String, @Nullable Object> object(JsonParser parser) throws IOException {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            object.put(name, read(parser));
        }
        return object;
    }

    private static List<@Nullable Object> array(JsonParser parser) throws IOException {
        List<@Nullable Object> array = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(read(parser));
        }
        return array;
    }
}
