package io.baton.master.file;

import io.baton.master.config.Application;
import io.baton.master.config.ConfigException;
import io.baton.master.config.Declaration;
import io.baton.master.config.GroupConfig;
import io.baton.master.config.Key;
import io.baton.master.config.Keys;
import io.baton.master.config.Operator;
import io.baton.master.config.Settings;
import io.baton.master.config.Source;
import io.baton.master.config.Surroundings;
import io.baton.master.config.Variables;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts one application of a file together with flags and environment, and checks that all of it fits. */
final class ApplicationAssembly {

    private final FileApplication application;
    private final @Nullable String profile;
    private final Problems problems;

    private Settings settings = Settings.DEFAULTS;
    private @Nullable GroupConfig config;

    ApplicationAssembly(FileApplication application, @Nullable String profile, Problems problems) {
        this.application = application;
        this.profile = profile;
        this.problems = problems;
    }

    /** Puts it together. */
    Assembly.Declared with(FlagsForAll flags, List<FileApplication.KeyText> ofMaster, List<String> warnings) {
        Settings.Builder builder = new Settings.Builder(flags.flags());
        application.texts().forEach(text -> add(builder, text));
        ofMaster.forEach(text -> add(builder, text));
        addPort(builder);
        Settings all = Variables.add(builder.build(), flags.environment(), programListens(builder.build()), warnings);
        settings = located(all, flags.caller());
        EnvironmentPart environment = application.environment();
        Surroundings surroundings = new Surroundings(
                environment.over(flags.environment(), profile),
                application.directory(),
                flags.caller().java());
        FileApplication.FileProgram program = application.program();
        Declaration declaration = new Declaration(
                program == null ? null : program.file(), application.arguments(), settings, surroundings);
        check(declaration);
        return new Assembly.Declared(declaration, environment.sources(profile));
    }

    /** What follows from it; null if that cannot be. */
    @Nullable
    GroupConfig config() {
        return config;
    }

    /** The part of the file. */
    FileApplication application() {
        return application;
    }

    private static void add(Settings.Builder builder, FileApplication.KeyText text) {
        builder.add(text.key(), text.text(), text.place().source());
    }

    /** A port in the variables is the application's, where the file says nothing else. */
    private void addPort(Settings.Builder builder) {
        EnvironmentPart.Variable port = application.environment().with(profile).get("PORT");
        Key<?> listen = Places.find("listen");
        String value = port == null ? null : port.value();
        boolean said = application.has(Keys.PORT) || (listen != null && application.has(listen));
        if (port == null || value == null || said || !value.matches("[0-9]{1,9}")) {
            return;
        }
        String fault = Places.fault(Keys.PORT, value, port.place());
        if (fault == null) {
            builder.add(Keys.PORT, value, port.place().source());
        } else {
            problems.error(port.place(), "PORT: " + fault);
        }
    }

    private boolean programListens(Settings so) {
        FileApplication.FileProgram program = application.program();
        if (program == null) {
            return false;
        }
        try {
            return Application.of(so, program.file(), List.of()).listensItself();
        } catch (ConfigException e) {
            return program.kind() != FileApplication.FileProgram.Kind.JAR;
        }
    }

    /** Relative paths of flags and variables begin at the operator's directory, those of the file at the file's. */
    private static Settings located(Settings all, Surroundings caller) {
        Path directory = caller.directory() == null ? Path.of("").toAbsolutePath() : caller.directory();
        Settings.Builder located = new Settings.Builder();
        for (Settings.Said said : all.said()) {
            String text = said.text();
            boolean fromFile = said.source().rank() == Source.Rank.FILE;
            if (!fromFile && said.key().namesFile() && text.indexOf('/') >= 0) {
                text = directory.resolve(Operator.path(said.key().name(), text)).toString();
            }
            located.add(said.key(), text, said.source());
        }
        return located.build();
    }

    private void check(Declaration declaration) {
        try {
            config = declaration.config();
            requireJar(config);
        } catch (ConfigException e) {
            tell(declaration, String.valueOf(e.getMessage()));
            checkWithoutProgram(declaration);
        }
    }

    private void requireJar(GroupConfig found) {
        FileApplication.FileProgram program = application.program();
        if (program != null && program.kind() == FileApplication.FileProgram.Kind.JAR && found.isNode()) {
            throw new ConfigException(
                    "application: " + program.file() + " is a Node program (expected: a jar, or script as its key)");
        }
    }

    /** The program cannot be read; what is wrong beside it is told in the same run. */
    private void checkWithoutProgram(Declaration declaration) {
        FileApplication.FileProgram program = application.program();
        if (program == null) {
            return;
        }
        try {
            Application assumed = assumed(program, declaration.arguments());
            config = GroupConfig.of(settings, assumed, declaration.surroundings());
        } catch (ConfigException e) {
            tell(declaration, String.valueOf(e.getMessage()));
        }
    }

    private static Application assumed(FileApplication.FileProgram program, List<String> arguments) {
        return switch (program.kind()) {
            case JAR -> Application.jar(program.file());
            case SCRIPT -> Application.node(program.file(), arguments);
            case SERVER -> Application.server(program.file(), arguments);
        };
    }

    private void tell(Declaration declaration, String message) {
        FileApplication.FileProgram program = application.program();
        if (program != null && message.startsWith("application: ")) {
            String what = program.key() + ": " + message.substring("application: ".length());
            problems.error(program.place(), what + advice(program, message));
            return;
        }
        for (Settings.Said said : declaration.settings().said()) {
            String name = said.key().name();
            String source = said.source().name();
            if (message.startsWith(source + ": ")) {
                tell(said.source(), said.key(), message.substring(source.length() + 2));
                return;
            } else if (message.startsWith(name + ": ") || message.startsWith("--" + name + ": ")) {
                tell(said.source(), said.key(), message.substring(message.indexOf(": ") + 2));
                return;
            }
        }
        problems.error(application.place(), application.name() + ": " + message);
    }

    private void tell(Source source, Key<?> key, String message) {
        for (FileApplication.KeyText text : application.texts()) {
            if (text.key().equals(key) && text.place().source().equals(source)) {
                problems.error(text.place(), key.path() + ": " + message);
                return;
            }
        }
        problems.error(application.place(), source + ": " + message);
    }

    /** pm2 finds commands in the search path, most often npm. */
    private static String advice(FileApplication.FileProgram program, String message) {
        Path name = program.file().getFileName();
        boolean isManager =
                name != null && List.of("npm", "yarn", "pnpm", "npx").contains(name.toString());
        return isManager && message.contains("does not exist") ? "; name the program that " + name + " starts" : "";
    }
}
