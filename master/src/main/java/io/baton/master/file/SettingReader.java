package io.baton.master.file;

import io.baton.master.config.Key;
import io.baton.master.config.Keys;
import io.baton.master.config.Suggestion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what an application's file has for the keys of the table, and checks each value. */
final class SettingReader {

    private final Path directory;
    private final Path base;
    private final boolean isWholeFile;
    private final Problems problems;

    private final List<FileApplication.KeyText> texts = new ArrayList<>();

    /**
     * A reader.
     *
     * @param directory of the file
     * @param base where the application works
     * @param isWholeFile whether keys of the master may stand here
     */
    SettingReader(Path directory, Path base, boolean isWholeFile, Problems problems) {
        this.directory = directory;
        this.base = base;
        this.isWholeFile = isWholeFile;
        this.problems = problems;
    }

    /** What was read, in the order of the file. */
    List<FileApplication.KeyText> texts() {
        return List.copyOf(texts);
    }

    /** What the file has for a key, or null. */
    @Nullable
    String text(Key<?> key) {
        return texts.stream()
                .filter(text -> text.key().equals(key))
                .map(FileApplication.KeyText::text)
                .findFirst()
                .orElse(null);
    }

    /** Reads a key, or an object of keys. */
    void read(Tree.Entry entry, String object) {
        String path = object.isEmpty() ? entry.key() : object + "." + entry.key();
        Key<?> key = Places.find(path);
        if (key != null && Places.isOfMaster(key) && !isWholeFile) {
            problems.error(
                    entry.place(), path + ": holds for the whole master (expected: at the top level, beside apps)");
        } else if (key != null) {
            readAs(key, entry);
        } else if (Places.isObject(path)) {
            readObject(entry, path);
        } else {
            tellUnknown(entry, object, path);
        }
    }

    private void readObject(Tree.Entry entry, String path) {
        if (!(entry.value() instanceof Tree.Mapping mapping)) {
            problems.error(
                    entry.value().place(),
                    path,
                    entry.value(),
                    "an object with " + String.join(", ", Places.within(path)));
            return;
        }
        mapping.entries().forEach(inner -> read(inner, path));
    }

    /** Takes a value for a key, whatever it is called in the file. */
    void readAs(Key<?> key, Tree.Entry entry) {
        if (key.isRepeatable() && entry.value() instanceof Tree.Sequence list) {
            readList(key, entry, list);
        } else if (entry.value() instanceof Tree.Scalar scalar && !scalar.isNothing()) {
            add(key, entry.key(), scalar);
        } else {
            problems.error(entry.value().place(), entry.key(), entry.value(), key.expected());
        }
    }

    /** Each item is a word; an option and its value may be two. */
    private void readList(Key<?> key, Tree.Entry entry, Tree.Sequence list) {
        List<String> words = new ArrayList<>();
        for (Tree item : list.items()) {
            if (item instanceof Tree.Scalar scalar && !scalar.isNothing()) {
                words.add(key.element(scalar.text()));
            } else {
                problems.error(item.place(), entry.key(), item, key.expected());
                return;
            }
        }
        Place place =
                list.items().isEmpty() ? list.place() : list.items().get(0).place();
        add(key, entry.key(), new Tree.Scalar(place, String.join(" ", words), Tree.Meaning.TEXT));
    }

    /** A name may be the word no; where no word is a value, yes and no mean on and off. */
    private void add(Key<?> key, String name, Tree.Scalar scalar) {
        String text = scalar.text();
        String value = isFile(key, text) ? FilePaths.resolve(at(key), text).toString() : text;
        String fault = Places.fault(key, value, scalar.place());
        String word = scalar.meaning() == Tree.Meaning.YES ? "on" : "off";
        boolean isTruth = scalar.meaning() == Tree.Meaning.YES || scalar.meaning() == Tree.Meaning.NO;
        if (fault != null && isTruth && Places.fault(key, word, scalar.place()) == null) {
            texts.add(new FileApplication.KeyText(key, word, scalar.place()));
        } else if (fault != null) {
            problems.error(scalar.place(), name + ": " + fault);
        } else {
            texts.add(new FileApplication.KeyText(key, value, scalar.place()));
        }
    }

    /** Takes a value that follows from another key. */
    void add(Key<?> key, String text, Place place) {
        String fault = Places.fault(key, text, place);
        if (fault != null) {
            problems.error(place, key.path() + ": " + fault);
        } else {
            texts.add(new FileApplication.KeyText(key, text, place));
        }
    }

    /** The mode that a listener asks for: all of an application's connections come to its workers in one way. */
    void addMode(String mode, Place place) {
        String present = text(Keys.MODE);
        if (present == null) {
            add(Keys.MODE, mode, place);
        } else if (!present.equalsIgnoreCase(mode)) {
            problems.error(place, "mode: " + mode + " (expected: " + present + ", an application has one mode)");
        }
    }

    /** The program of a command stands in the search path, if its name has no slash. */
    private static boolean isFile(Key<?> key, String text) {
        return key.namesFile() && (text.indexOf('/') >= 0 || !key.label().equals("CMD"));
    }

    private Path at(Key<?> key) {
        return key.name().equals("cwd") ? directory : base;
    }

    private void tellUnknown(Tree.Entry entry, String object, String path) {
        List<String> here = new ArrayList<>(isWholeFile && object.isEmpty() ? List.of("apps") : List.of());
        here.addAll(Places.within(object));
        Map<String, String> meanings = Places.meanings();
        String meant = meanings.get(entry.key().replace('-', '_'));
        if (meant == null) {
            meant = Suggestion.of(entry.key(), here);
        }
        if (meant == null) {
            String other = Suggestion.of(path, meanings.keySet());
            meant = other == null ? null : meanings.get(other);
        }
        String expected = meant != null
                ? written(meant)
                : object.isEmpty() ? "a key of the table in master/README.md" : String.join(", ", here);
        problems.error(entry.place(), path + ": unknown key (expected: " + expected + ")");
    }

    /** How a path stands in a file: {@code ready: {timeout: ...}}. */
    private static String written(String path) {
        int dot = path.indexOf('.');
        return dot < 0 ? path : path.substring(0, dot) + ": {" + path.substring(dot + 1) + ": ...}";
    }
}
