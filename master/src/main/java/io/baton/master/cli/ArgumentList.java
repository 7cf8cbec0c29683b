package io.baton.master.cli;

import io.baton.master.config.ConfigException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code --name}, value, ... for the workers, of what the operator set. */
final class ArgumentList {

    private final List<String> arguments = new ArrayList<>();

    /** Adds an option that was set. */
    ArgumentList add(String name, @Nullable Number value, long least, long most) {
        if (value != null) {
            if (value.longValue() < least || value.longValue() > most) {
                throw new ConfigException("--" + name + ": " + value + " (expected: " + least + ".." + most + ")");
            }
            add(name, value.toString());
        }
        return this;
    }

    /** Adds an option as it is. */
    ArgumentList add(String name, String value) {
        arguments.add("--" + name);
        arguments.add(value);
        return this;
    }

    /** Adds all of the other list. */
    ArgumentList addAll(ArgumentList others) {
        arguments.addAll(others.arguments);
        return this;
    }

    List<String> asList() {
        return List.copyOf(arguments);
    }
}
