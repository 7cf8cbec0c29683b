package io.baton.master.file;

import io.baton.master.config.ConfigException;
import io.baton.master.config.Declaration;
import io.baton.master.config.Keys;
import io.baton.master.config.Settings;
import io.baton.master.config.Source;
import io.baton.master.config.Suggestion;
import io.baton.master.config.Surroundings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration file, flags and the environment say together. All that is wrong with the file is told at once.
 */
public final class Assembly {

    /**
     * An application with what it was declared from.
     *
     * @param declaration of the application
     * @param variables of the file, with their places
     */
    public record Declared(Declaration declaration, Map<String, Source> variables) {}

    /**
     * The applications that were chosen, in the order of the file.
     *
     * @param warnings for the operator, each a line
     */
    public record Result(List<Declared> applications, List<String> warnings) {}

    /**
     * What the operator chose.
     *
     * @param flags hold for each application that was chosen
     * @param profile the NAME of the {@code env_NAME} to add; null for none
     * @param only the names of the applications; none for all
     */
    public record Choices(Settings flags, @Nullable String profile, List<String> only) {}

    private Assembly() {}

    /**
     * Reads a file and puts it together with the rest.
     *
     * @param file as the operator named it
     * @param caller the operator's surroundings, where the file is found
     * @throws ConfigFileException with all that is wrong with the file
     * @throws ConfigException if the choices do not fit the file
     */
    public static Result of(Path file, Choices choices, Surroundings caller) {
        Path directory = caller.directory() == null ? Path.of("") : caller.directory();
        ConfigFile read = ConfigFile.read(directory.resolve(file), file.toString());
        Problems problems = read.problems();
        requireDifferentNames(read.applications(), problems);
        List<FileApplication> chosen = chosen(read.applications(), choices.only());
        requireKnownProfile(read.applications(), choices.profile());
        List<String> warnings = new ArrayList<>();
        FlagsForAll flags = FlagsForAll.of(choices.flags(), caller, chosen, warnings);
        Deployment deployment = new Deployment(problems);
        List<Declared> declared = new ArrayList<>();
        for (FileApplication application : chosen) {
            ApplicationAssembly assembly = new ApplicationAssembly(application, choices.profile(), problems);
            declared.add(assembly.with(flags, read.ofMaster(), warnings));
            deployment.add(assembly);
        }
        if (problems.hasErrors()) {
            List<String> all = new ArrayList<>(problems.errors());
            all.addAll(problems.warnings());
            throw new ConfigFileException(all);
        }
        String ofAll = deployment.warning();
        if (ofAll != null) {
            warnings.add(ofAll);
        }
        List<String> all = new ArrayList<>(problems.warnings());
        warnings.stream().distinct().map(warning -> "baton: " + warning).forEach(all::add);
        return new Result(List.copyOf(declared), List.copyOf(all));
    }

    private static void requireDifferentNames(List<FileApplication> applications, Problems problems) {
        Map<String, FileApplication> names = new LinkedHashMap<>();
        for (FileApplication application : applications) {
            FileApplication first = names.putIfAbsent(application.name(), application);
            if (first != null) {
                problems.error(
                        application.placeOf(Keys.NAME),
                        "name: " + application.name() + " (expected: another name, the application in line "
                                + first.place().line() + " has it)");
            }
        }
    }

    private static List<FileApplication> chosen(List<FileApplication> applications, List<String> only) {
        List<String> names = applications.stream().map(FileApplication::name).toList();
        for (String name : only) {
            if (!names.contains(name)) {
                String meant = Suggestion.of(name, names);
                throw new ConfigException("--only: " + name + ": no such application (expected: "
                        + (meant == null ? String.join(", ", names) : meant) + ")");
            }
        }
        return applications.stream()
                .filter(application -> only.isEmpty() || only.contains(application.name()))
                .toList();
    }

    /** A profile that no application has is a typing error; one that some lack is not. */
    private static void requireKnownProfile(List<FileApplication> applications, @Nullable String profile) {
        Set<String> known = new TreeSet<>();
        applications.forEach(
                application -> known.addAll(application.environment().profileNames()));
        if (profile != null && !known.contains(profile)) {
            String expected = known.isEmpty() ? "none, the file has no env_" + profile : String.join(", ", known);
            throw new ConfigException("--env: " + profile + " (expected: " + expected + ")");
        }
    }
}
