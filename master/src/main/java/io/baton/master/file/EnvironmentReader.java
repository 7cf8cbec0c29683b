package io.baton.master.file;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the environment of an application: {@code env}, {@code env_NAME} and {@code env_file}. */
final class EnvironmentReader {

    private final Path base;
    private final Problems problems;

    private final Map<String, EnvironmentPart.Variable> files = new LinkedHashMap<>();
    private final Map<String, EnvironmentPart.Variable> always = new LinkedHashMap<>();
    private final Map<String, Map<String, EnvironmentPart.Variable>> profiles = new LinkedHashMap<>();

    /** A reader; the names of files are relative to the directory. */
    EnvironmentReader(Path base, Problems problems) {
        this.base = base;
        this.problems = problems;
    }

    /** What was read; {@code env} is stronger than {@code env_file}. */
    EnvironmentPart part() {
        Map<String, EnvironmentPart.Variable> all = new LinkedHashMap<>(files);
        all.putAll(always);
        return new EnvironmentPart(all, profiles);
    }

    /** Reads {@code env}. */
    void readAlways(Tree tree) {
        read("env", tree, always);
    }

    /** Reads {@code env_NAME}. */
    void readProfile(String name, Tree tree) {
        read("env_" + name, tree, profiles.computeIfAbsent(name, none -> new LinkedHashMap<>()));
    }

    /** Reads the files of {@code env_file}. A later one is stronger. */
    void readFiles(Tree tree) {
        List<Tree> items = tree instanceof Tree.Sequence list ? list.items() : List.of(tree);
        for (Tree item : items) {
            if (!(item instanceof Tree.Scalar scalar)
                    || scalar.isNothing()
                    || scalar.text().isBlank()) {
                problems.error(item.place(), "env_file", item, "the path of a file, or a list of paths");
                continue;
            }
            try {
                Path file = FilePaths.resolve(base, scalar.text());
                files.putAll(DotEnv.read(file, file.toString(), problems));
            } catch (ConfigFileException e) {
                problems.error(scalar.place(), "env_file: " + e.errors().get(0));
            }
        }
    }

    private void read(String key, Tree tree, Map<String, EnvironmentPart.Variable> variables) {
        if (tree instanceof Tree.Scalar scalar && scalar.isNothing()) {
            return;
        } else if (!(tree instanceof Tree.Mapping)) {
            problems.error(tree.place(), key, tree, "an object of variables");
            return;
        }
        for (Tree.Entry entry : ((Tree.Mapping) tree).entries()) {
            if (!EnvironmentPart.isName(entry.key())) {
                problems.error(entry.place(), key + ": " + entry.key() + " (expected: the name of a variable)");
            } else if (entry.value() instanceof Tree.Scalar scalar) {
                String value = scalar.isNothing() ? null : scalar.text();
                variables.put(entry.key(), new EnvironmentPart.Variable(value, entry.place()));
            } else {
                problems.error(entry.value().place(), key + "." + entry.key(), entry.value(), "a text");
            }
        }
    }
}
