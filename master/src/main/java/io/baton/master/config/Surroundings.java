package io.baton.master.config;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds the processes of an application. It is the operator's, also where a daemon that others started runs the
 * application. Immutable.
 *
 * @param environment the variables of the shell from which the application was started, as {@link Operator#environment}
 * @param directory where the application works; null for the directory of the master, whatever it is called
 * @param java a JDK's directory or its {@code java}; null for the JVM of the master
 * @param user the name of the user that the processes have; null for the master's
 */
public record Surroundings(
        Map<String, String> environment, @Nullable Path directory, @Nullable Path java, @Nullable String user) {

    /** No variables, and otherwise what the master has. */
    public static final Surroundings NONE = new Surroundings(Map.of(), null, null);

    public Surroundings {
        environment = Map.copyOf(environment);
    }

    /** With the user of the master. */
    public Surroundings(Map<String, String> environment, @Nullable Path directory, @Nullable Path java) {
        this(environment, directory, java, null);
    }

    /** Those of this process, for an application that runs under this process itself. */
    public static Surroundings ofThisProcess() {
        return new Surroundings(Operator.environment(), null, null);
    }

    /** The same, with what the operator's settings say. A relative path begins in the operator's directory. */
    Surroundings with(Settings settings) {
        Path cwd = settings.given(Keys.CWD);
        Path jdk = settings.given(Keys.JAVA);
        return new Surroundings(
                environment,
                cwd == null ? directory : absolute(cwd),
                jdk == null ? java : absolute(jdk),
                settings.given(Keys.USER));
    }

    /** Where this process finds what the operator named: by the same path if it works in the operator's directory. */
    Path located(Path named) {
        return directory == null ? named : directory.resolve(named);
    }

    /** The same with another value of a variable; null for none. */
    public Surroundings with(String variable, @Nullable String value) {
        if (Objects.equals(environment.get(variable), value)) {
            return this;
        }
        Map<String, String> variables = new HashMap<>(environment);
        if (value == null) {
            variables.remove(variable);
        } else {
            variables.put(variable, value);
        }
        return new Surroundings(variables, directory, java, user);
    }

    private Path absolute(Path named) {
        return located(named).toAbsolutePath();
    }
}
