package io.baton.master.file;

import io.baton.master.config.Key;
import io.baton.master.config.Suggestion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A configuration file: its applications, each part checked on its own, and what is wrong with it. Paths in it begin at its
 * directory, so that it means the same wherever it is called.
 */
public final class ConfigFile {

    /** Names of files that a command finds by itself, in the order of the search. */
    public static final List<String> USUAL_NAMES =
            List.of("baton.yml", "baton.yaml", "baton.json", "ecosystem.config.json");

    private static final List<String> YAML = List.of(".yml", ".yaml");
    private static final List<String> JSON = List.of(".json", ".json5");
    private static final List<String> SCRIPTS = List.of(".config.js", ".config.cjs", ".config.mjs");

    private final String shown;
    private final Path directory;
    private final Problems problems = new Problems();
    private final ListenerReader listeners = new ListenerReader(problems);
    private final List<FileApplication> applications = new ArrayList<>();
    private final List<FileApplication.KeyText> ofMaster = new ArrayList<>();

    private ConfigFile(String shown, Path directory) {
        this.shown = shown;
        this.directory = directory;
    }

    /** Whether a file of this name is a configuration, and no program. */
    public static boolean isNamed(String name) {
        return ends(name, YAML) || ends(name, JSON) || ends(name, SCRIPTS);
    }

    private static boolean ends(String name, List<String> endings) {
        return endings.stream().anyMatch(name.toLowerCase(Locale.ROOT)::endsWith);
    }

    /**
     * Reads a file. What is wrong with its parts stands in its problems.
     *
     * @param shown its name for messages, as the operator wrote it
     * @throws ConfigFileException if it has no parts
     */
    static ConfigFile read(Path file, String shown) {
        if (ends(shown, SCRIPTS)) {
            throw new ConfigFileException(List.of(shown + ": is a program, which Baton does not run; write down what it"
                    + " says: node -p 'JSON.stringify(require(\"./" + file.getFileName()
                    + "\"))' > ecosystem.config.json"));
        }
        String text = FileText.read(file, shown);
        Path directory = file.toAbsolutePath().normalize().getParent();
        ConfigFile read = new ConfigFile(shown, directory == null ? Path.of("/") : directory);
        read.read(TreeReader.read(shown, text, ends(shown, JSON), read.problems));
        return read;
    }

    /** The applications, in the order of the file. */
    List<FileApplication> applications() {
        return List.copyOf(applications);
    }

    /** What the file has for keys that hold for the whole master. */
    List<FileApplication.KeyText> ofMaster() {
        return List.copyOf(ofMaster);
    }

    /** What is wrong with it, to which more can be added. */
    Problems problems() {
        return problems;
    }

    private void read(@Nullable Tree root) {
        if (root == null) {
            throw new ConfigFileException(List.of(shown + ": is empty (expected: apps, a list of applications)"));
        } else if (root instanceof Tree.Sequence list) {
            readApplications(list);
        } else if (root instanceof Tree.Mapping mapping) {
            Tree.Entry apps = find(mapping, "apps");
            if (apps == null) {
                applications.add(new ApplicationReader(mapping, directory, true, listeners, problems).read());
            } else {
                readSeveral(mapping, apps);
            }
        } else {
            problems.error(root.place(), root.found() + " (expected: apps, a list of applications)");
        }
    }

    private void readSeveral(Tree.Mapping mapping, Tree.Entry apps) {
        // The listeners first: applications name them, wherever they stand.
        Tree.Entry named = find(mapping, "listen");
        if (named != null) {
            listeners.readNamed(named.value());
        }
        SettingReader settings = new SettingReader(directory, directory, true, problems);
        for (Tree.Entry entry : mapping.entries()) {
            if (!Places.OF_FILES.contains(entry.key())) {
                readBesideApplications(entry, settings);
            }
        }
        ofMaster.addAll(settings.texts());
        if (apps.value() instanceof Tree.Sequence list) {
            readApplications(list);
            if (!problems.hasErrors()) {
                listeners.tellUnused();
            }
        } else {
            problems.error(apps.value().place(), "apps", apps.value(), "a list of applications");
        }
    }

    private void readBesideApplications(Tree.Entry entry, SettingReader settings) {
        Key<?> key = Places.find(entry.key());
        Pm2Key pm2 = Pm2Keys.ofFile(entry.key());
        if (key != null && Places.isOfMaster(key)) {
            settings.read(entry, "");
        } else if (pm2 != null) {
            problems.warning(entry.place(), pm2.warning());
        } else {
            tellMisplaced(entry);
        }
    }

    private void readApplications(Tree.Sequence list) {
        if (list.items().isEmpty()) {
            problems.error(list.place(), "apps: an empty list (expected: at least one application)");
        }
        for (Tree item : list.items()) {
            if (item instanceof Tree.Mapping mapping) {
                applications.add(new ApplicationReader(mapping, directory, false, listeners, problems).read());
            } else {
                problems.error(item.place(), "apps", item, "an application, an object with name, jar or script ...");
            }
        }
    }

    private void tellMisplaced(Tree.Entry entry) {
        if (Places.within("").contains(entry.key()) || entry.key().startsWith("env_")) {
            problems.error(entry.place(), entry.key() + ": beside apps (expected: in each application)");
            return;
        }
        Set<String> known = new LinkedHashSet<>(Places.OF_FILES);
        Places.all().forEach((path, key) -> {
            if (Places.isOfMaster(key)) {
                known.add(path);
            }
        });
        String meant = Suggestion.of(entry.key(), known);
        problems.error(
                entry.place(),
                entry.key() + ": unknown key (expected: " + (meant == null ? String.join(", ", known) : meant) + ")");
    }

    private static Tree.@Nullable Entry find(Tree.Mapping mapping, String key) {
        for (Tree.Entry entry : mapping.entries()) {
            if (entry.key().equals(key)) {
                return entry;
            }
        }
        return null;
    }
}
