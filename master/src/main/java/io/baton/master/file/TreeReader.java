package io.baton.master.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Reads the tokens of a YAML or JSON text into a {@link Tree}. JSON may have comments, trailing commas, keys without quotes
 * and single quotes, because pm2 reads it as JavaScript.
 */
final class TreeReader {

    /** The key of YAML that takes over the entries of other objects. */
    private static final String MERGE = "<<";

    private static final int MOST_DEPTH = 50;

    private final String file;
    private final JsonParser parser;
    private final Problems problems;
    private final Map<String, Tree> anchors = new HashMap<>();

    private TreeReader(String file, JsonParser parser, Problems problems) {
        this.file = file;
        this.parser = parser;
        this.problems = problems;
    }

    /**
     * Reads a text.
     *
     * @return null if it has nothing but blanks and comments
     * @throws ConfigFileException if it is no YAML or JSON
     */
    static @Nullable Tree read(String file, String text, boolean json, Problems problems) {
        JsonFactory factory = json ? json() : new YAMLFactory();
        try (JsonParser parser = factory.createParser(text)) {
            TreeReader reader = new TreeReader(file, parser, problems);
            return reader.root();
        } catch (JsonProcessingException e) {
            throw malformed(file, e, json ? "JSON" : "YAML");
        } catch (IOException | org.yaml.snakeyaml.error.YAMLException e) {
            throw new ConfigFileException(List.of(file + ": " + firstLine(e.getMessage())));
        }
    }

    private static JsonFactory json() {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MOST_DEPTH)
                        .build())
                .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
                .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
                .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
                .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
                .build();
    }

    private @Nullable Tree root() throws IOException {
        if (parser.nextToken() == null) {
            return null;
        }
        Tree root = value();
        if (parser.nextToken() != null) {
            problems.error(place(), "a second document (expected: one)");
        }
        return root;
    }

    private Tree value() throws IOException {
        JsonToken token = Objects.requireNonNull(parser.currentToken());
        Place place = place();
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
            return aliased(place);
        }
        @Nullable Object anchor = parser.getObjectId();
        Tree value =
                switch (token) {
                    case START_OBJECT -> mapping(place);
                    case START_ARRAY -> sequence(place);
                    default -> scalar(place, token);
                };
        if (anchor != null) {
            anchors.put(anchor.toString(), value);
        }
        return value;
    }

    /** The anchor must stand before, and whole: no object can be within itself. */
    private Tree aliased(Place place) throws IOException {
        Tree value = anchors.get(parser.getText());
        if (value == null) {
            problems.error(place, "*" + parser.getText() + ": no such anchor before this line");
            return new Tree.Scalar(place, "", Tree.Meaning.NOTHING);
        }
        return value;
    }

    private Tree scalar(Place place, JsonToken token) throws IOException {
        Tree.Meaning meaning =
                switch (token) {
                    case VALUE_TRUE -> Tree.Meaning.YES;
                    case VALUE_FALSE -> Tree.Meaning.NO;
                    case VALUE_NULL -> Tree.Meaning.NOTHING;
                    case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Tree.Meaning.NUMBER;
                    default -> Tree.Meaning.TEXT;
                };
        // YAML has empty nulls, too; quoted they are texts.
        String text = Objects.requireNonNullElse(parser.getText(), "");
        if (text.indexOf('\0') >= 0) {
            // The system can pass it in no path, argument or variable.
            problems.error(place, "a zero character (expected: a text without one)");
        }
        return new Tree.Scalar(place, text.replace("\0", ""), meaning);
    }

    private Tree sequence(Place place) throws IOException {
        List<Tree> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value());
        }
        return new Tree.Sequence(place, List.copyOf(items));
    }

    private Tree mapping(Place place) throws IOException {
        Map<String, Tree.Entry> entries = new LinkedHashMap<>();
        List<Tree.Entry> merges = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            Place keyPlace = place();
            String key = parser.currentName();
            parser.nextToken();
            Tree.Entry entry = new Tree.Entry(keyPlace, key, value());
            if (key.equals(MERGE) && parser instanceof YAMLParser) {
                merges.add(entry);
                continue;
            }
            Tree.Entry first = entries.putIfAbsent(key, entry);
            if (first != null) {
                problems.error(
                        keyPlace,
                        key + ": given twice (expected: once; the first one is in line "
                                + first.place().line() + ")");
            }
        }
        merges.forEach(merge -> merge(entries, merge));
        return new Tree.Mapping(place, List.copyOf(entries.values()));
    }

    /** What the object has itself is stronger, and the first of several merged objects after that. */
    private void merge(Map<String, Tree.Entry> entries, Tree.Entry merge) {
        List<Tree> merged = merge.value() instanceof Tree.Sequence list ? list.items() : List.of(merge.value());
        for (Tree each : merged) {
            if (each instanceof Tree.Mapping other) {
                other.entries().forEach(entry -> entries.putIfAbsent(entry.key(), entry));
            } else {
                problems.error(merge.place(), MERGE, each, "an object or a list of objects");
            }
        }
    }

    private Place place() {
        return place(parser.currentTokenLocation());
    }

    private Place place(JsonLocation location) {
        return new Place(file, location.getLineNr(), location.getColumnNr());
    }

    private static ConfigFileException malformed(String file, JsonProcessingException e, String language) {
        @Nullable JsonLocation location = e.getLocation();
        Place place = location == null
                ? new Place(file, 1, 1)
                : new Place(file, Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
        String problem = firstLine(e.getOriginalMessage());
        if (e.getCause() instanceof MarkedYAMLException marked) {
            @Nullable Mark mark = marked.getProblemMark();
            place = mark == null ? place : new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
            problem = marked.getProblem() == null ? problem : firstLine(marked.getProblem());
        }
        // Jackson says where an unfinished list began, and what text that was.
        int start = problem.indexOf(" (start marker");
        problem = start < 0 ? problem : problem.substring(0, start);
        return new ConfigFileException(List.of(place + ": no " + language + ": " + problem));
    }

    private static String firstLine(@Nullable String message) {
        String text = String.valueOf(message).strip();
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }
}
