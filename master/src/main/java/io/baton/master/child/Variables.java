package io.baton.master.child;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks the environment variables that a program gives a child. */
final class Variables {

    private Variables() {}

    /**
     * An unmodifiable copy, without the variables whose value is null. Throws IllegalArgumentException if a variable cannot
     * be passed on.
     */
    static Map<String, String> checked(Map<String, String> given) {
        Map<String, String> checked = new LinkedHashMap<>();
        for (Map.Entry<@Nullable String, @Nullable String> variable : given.entrySet()) {
            String name = variable.getKey();
            String value = variable.getValue();
            // The first character may be an equals sign, as the JDK has it in System.getenv.
            if (name == null || name.isEmpty() || name.indexOf('=', 1) >= 0 || name.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("env: name " + (name == null ? "null" : "\"" + shown(name) + "\"")
                        + " (expected: not empty, no equals sign, no NUL)");
            }
            if (value != null && value.indexOf('\0') >= 0) {
                // The message does not show the value, which may be a secret.
                throw new IllegalArgumentException("env: value of " + name + " (expected: no NUL)");
            }
            if (value != null) {
                checked.put(name, value);
            }
        }
        return Collections.unmodifiableMap(checked);
    }

    private static String shown(String name) {
        return name.replace("\0", "\\0");
    }
}
