package io.baton.master.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * One thing that a worker may do with its channel; hostile-inputs.txt has all of them.
 *
 * @param what in words
 * @param killed whether the master has to kill it
 * @param shell what its process does
 */
record HostileInput(String what, boolean killed, String shell) {

    private static final String KILLED = "[killed]";

    static List<HostileInput> all() throws IOException {
        List<HostileInput> inputs = new ArrayList<>();
        boolean killed = false;
        for (String line : lines()) {
            if (line.startsWith("[")) {
                killed = line.equals(KILLED);
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                String[] parts = line.split(": ", 2);
                inputs.add(new HostileInput(parts[0], killed, parts[1]));
            }
        }
        return inputs;
    }

    private static List<String> lines() throws IOException {
        try (InputStream file = Objects.requireNonNull(HostileInput.class.getResourceAsStream("hostile-inputs.txt"));
                BufferedReader reader = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        }
    }
}
