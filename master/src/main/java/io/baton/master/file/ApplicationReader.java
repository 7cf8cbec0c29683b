package io.baton.master.file;

import io.baton.master.config.Application;
import io.baton.master.config.ConfigException;
import io.baton.master.config.GroupConfig;
import io.baton.master.config.Key;
import io.baton.master.config.Keys;
import io.baton.master.config.Words;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one application. What is wrong in it goes to the problems, and the rest is read all the same. */
final class ApplicationReader {

    private final Tree.Mapping tree;
    private final Path base;
    private final ListenerReader listeners;
    private final Problems problems;
    private final SettingReader settings;
    private final EnvironmentReader environment;

    private final List<String> arguments = new ArrayList<>();
    private FileApplication.@Nullable FileProgram program;

    /**
     * A reader of one application.
     *
     * @param directory of the file, where relative paths begin
     * @param isWholeFile whether it stands at the top level of the file, where keys of the master stand, too
     */
    ApplicationReader(
            Tree.Mapping tree, Path directory, boolean isWholeFile, ListenerReader listeners, Problems problems) {
        this.tree = tree;
        this.base = cwd(tree, directory);
        this.listeners = listeners;
        this.problems = problems;
        this.settings = new SettingReader(directory, base, isWholeFile, problems);
        this.environment = new EnvironmentReader(base, problems);
    }

    /** Reads it. */
    FileApplication read() {
        int before = problems.count();
        for (Tree.Entry entry : tree.entries()) {
            read(entry);
        }
        // What could not be read may have been its port.
        boolean listensThere = problems.count() == before;
        String name = settings.text(Keys.NAME);
        if (name == null) {
            name = program == null
                    ? GroupConfig.BUILT_IN.name()
                    : Application.jar(program.file()).name();
        }
        return new FileApplication(
                tree.place(),
                name,
                program,
                List.copyOf(arguments),
                settings.texts(),
                listensThere,
                environment.part(),
                base);
    }

    /** Where the application works, and where its program and its other files are. */
    private static Path cwd(Tree.Mapping tree, Path directory) {
        for (Tree.Entry entry : tree.entries()) {
            if (entry.key().equals("cwd") && entry.value() instanceof Tree.Scalar scalar && !scalar.isNothing()) {
                return FilePaths.resolve(directory, scalar.text());
            }
        }
        return directory;
    }

    private void read(Tree.Entry entry) {
        Pm2Key pm2 = Pm2Keys.ofApplication(entry.key());
        switch (entry.key()) {
            case "jar" -> readProgram(entry, FileApplication.FileProgram.Kind.JAR);
            case "script", "exec" -> readProgram(entry, FileApplication.FileProgram.Kind.SCRIPT);
            case "server" -> readProgram(entry, FileApplication.FileProgram.Kind.SERVER);
            case "args" -> readArguments(entry);
            case "env_file" -> environment.readFiles(entry.value());
            case "listen" -> readListeners(entry);
            default -> {
                if (entry.key().equals("env")) {
                    environment.readAlways(entry.value());
                } else if (entry.key().startsWith("env_")) {
                    environment.readProfile(entry.key().substring("env_".length()), entry.value());
                } else if (pm2 != null && Places.find(entry.key()) == null) {
                    readOfPm2(entry, pm2);
                } else {
                    settings.read(entry, "");
                }
            }
        }
    }

    private void readProgram(Tree.Entry entry, FileApplication.FileProgram.Kind kind) {
        if (!(entry.value() instanceof Tree.Scalar scalar)
                || scalar.isNothing()
                || scalar.text().isBlank()) {
            problems.error(entry.value().place(), entry.key(), entry.value(), "the path of a file");
            return;
        }
        if (program != null) {
            problems.error(entry.place(), entry.key() + ": a second program (expected: one of jar, server and script)");
            return;
        }
        Path file = FilePaths.resolve(base, scalar.text());
        program = new FileApplication.FileProgram(file, kind, scalar.place());
        if (kind == FileApplication.FileProgram.Kind.SERVER) {
            settings.add(Keys.AS, "server", scalar.place());
        }
    }

    private void readArguments(Tree.Entry entry) {
        List<Tree> items = entry.value() instanceof Tree.Sequence list ? list.items() : List.of(entry.value());
        for (Tree item : items) {
            if (!(item instanceof Tree.Scalar scalar) || scalar.isNothing()) {
                problems.error(item.place(), "args", item, "a text, or a list of texts");
            } else if (entry.value() instanceof Tree.Sequence) {
                arguments.add(scalar.text());
            } else {
                addWords(scalar);
            }
        }
    }

    private void addWords(Tree.Scalar scalar) {
        try {
            arguments.addAll(Words.split(scalar.text()));
        } catch (ConfigException e) {
            problems.error(scalar.place(), "args: " + e.getMessage());
        }
    }

    private void readListeners(Tree.Entry entry) {
        Key<?> key = Places.find("listen");
        for (ListenerReader.FileListener listener : listeners.readOf(entry.value())) {
            if (key == null) {
                problems.error(listener.place(), "listen: not there yet (expected: host and port)");
                continue;
            }
            settings.add(key, listener.text(), listener.place());
            if (listener.mode() != null) {
                settings.addMode(listener.mode(), listener.place());
            }
        }
    }

    /** A key of pm2's which Baton calls otherwise, or does not have. */
    private void readOfPm2(Tree.Entry entry, Pm2Key pm2) {
        if (entry.value() instanceof Tree.Scalar scalar && pm2.harmless().contains(scalar.text())) {
            return;
        }
        boolean taken = !pm2.places().isEmpty();
        for (String place : pm2.places()) {
            Key<?> key = Places.find(place);
            if (key == null) {
                taken = false;
            } else if (settings.text(key) == null) {
                settings.readAs(key, entry);
            }
        }
        if (!taken) {
            problems.warning(entry.place(), pm2.warning());
        }
    }
}
