package io.baton.master.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The environment variables that stand in for options. */
final class Variables {

    private Variables() {}

    /** The value of a variable without blanks around it; null if it is not set, or blank, as an empty line of a .env file. */
    static @Nullable String value(Map<String, String> environment, String name) {
        String text = environment.get(name);
        return text == null || text.isBlank() ? null : text.strip();
    }
}
