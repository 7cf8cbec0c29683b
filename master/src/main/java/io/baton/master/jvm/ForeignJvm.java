package io.baton.master.jvm;

import io.baton.master.config.ConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Asks a JVM that an operator named what it is, before any worker depends on it. */
final class ForeignJvm {

    /** The release for which the workers' classes are compiled. */
    private static final int OLDEST = 17;

    /** A JVM answers in a tenth of a second. */
    private static final long LIMIT_SECONDS = 10;

    private static final String VERSION = "java.specification.version = ";
    private static final String EXPECTED = " (expected: the directory of a JDK, or its java)";

    /** The variables that a script which finds a JVM may need. Options in others concern the application. */
    private static final List<String> PASSED_ON = List.of("PATH", "HOME", "JAVA_HOME");

    private ForeignJvm() {}

    /**
     * The executable.
     *
     * @param named a JDK's directory or its {@code java}
     * @throws ConfigException if there is none
     */
    static Path executable(Path named) {
        Path java = Files.isDirectory(named) ? named.resolve("bin").resolve("java") : named;
        if (!Files.exists(java)) {
            throw new ConfigException("java: " + java + " does not exist" + EXPECTED);
        }
        if (Files.isDirectory(java) || !Files.isExecutable(java)) {
            throw new ConfigException("java: " + java + " is no program that this user may execute" + EXPECTED);
        }
        return java;
    }

    /**
     * Runs it and reads its feature version.
     *
     * @throws ConfigException if it does not run, is no JVM, or is too old
     */
    static int version(Path java, Map<String, String> environment, List<String> prefix) {
        String answer = ask(java, environment, prefix);
        int version = answer.lines()
                .map(String::strip)
                .filter(line -> line.startsWith(VERSION))
                .mapToInt(line -> feature(line.substring(VERSION.length())))
                .findFirst()
                .orElseThrow(() -> new ConfigException("java: " + java + " does not run as a JVM: "
                        + answer.lines().findFirst().orElse("it says nothing") + EXPECTED));
        if (version < OLDEST) {
            throw new ConfigException(
                    "java: " + java + " is version " + version + " (expected: at least " + OLDEST + ")");
        }
        return version;
    }

    private static String ask(Path java, Map<String, String> environment, List<String> prefix) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(java.toString(), "-XshowSettings:properties", "-version"));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectErrorStream(true);
        builder.environment().clear();
        for (String name : PASSED_ON) {
            String value = environment.get(name);
            if (value != null) {
                builder.environment().put(name, value);
            }
        }
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            // The answer fits into the pipe, so the process does not wait for a reader.
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new ConfigException("java: " + java + " says nothing for " + LIMIT_SECONDS + " s" + EXPECTED);
            }
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new ConfigException("java: " + e.getMessage() + EXPECTED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConfigException("java: " + java + ": interrupted");
        }
    }

    /** Version 8 calls itself 1.8. */
    private static int feature(String specification) {
        String number = specification.startsWith("1.") ? specification.substring(2) : specification;
        try {
            return Integer.parseInt(number);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
