package io.baton.master.it;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The examples of shared state, with the same paths and answers: one for Baton's workers and one for Node. */
enum Together {
    JAVA {
        @Override
        String program(Path directory) throws IOException {
            String source = Files.readString(EXAMPLES.resolve("Together.java"));
            return ApplicationJar.of(directory, "Together", source).toString();
        }
    },
    NODE {
        @Override
        String program(Path directory) throws IOException {
            Path copy = directory.resolve("together.js");
            return Files.copy(EXAMPLES.resolve("together.js"), copy).toString();
        }
    };

    private static final Path EXAMPLES = Path.of("..", "worker", "examples");

    /** A program for Node that tests the module it was given, at {@code /contract}. */
    static String contract(Path directory) throws IOException {
        Path program = directory.resolve("contract.cjs");
        try (InputStream in = Together.class.getResourceAsStream("shared-contract.cjs")) {
            Files.copy(Objects.requireNonNull(in), program);
        }
        return program.toString();
    }

    /** Makes it in a directory, and tells the file that a master runs. */
    abstract String program(Path directory) throws IOException;
}
