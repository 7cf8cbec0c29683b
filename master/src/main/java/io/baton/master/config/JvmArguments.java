package io.baton.master.config;

import java.util.List;
import java.util.Map;

/**
 * Arguments of a JVM, as a shell reads them. What a JVM would take for the class to run, or what makes it do something else
 * than to run a worker, is refused.
 *
 * @param words reads them
 */
record JvmArguments(Words words) implements Syntax<List<String>> {

    /** Options whose value is the next word (java(1)). */
    private static final List<String> WITH_VALUE = List.of(
            "-p",
            "--module-path",
            "--upgrade-module-path",
            "--add-modules",
            "--limit-modules",
            "--enable-native-access",
            "--add-exports",
            "--add-opens",
            "--add-reads",
            "--patch-module");

    /** Options that say which classes run, which Baton says itself. */
    private static final List<String> PROGRAM =
            List.of("-cp", "-classpath", "--class-path", "-jar", "-m", "--module", "--source");

    /** Options with which a JVM answers and ends. */
    private static final List<String> ANSWERS = List.of(
            "-version",
            "--version",
            "-showversion",
            "-help",
            "--help",
            "-h",
            "-?",
            "-X",
            "--help-extra",
            "--list-modules",
            "-d",
            "--describe-module",
            "--dry-run",
            "--validate-modules");

    /** The maximum of the heap, in any of the ways to say it. */
    private static final List<String> MAX_HEAP = List.of("-Xmx", "-XX:MaxHeapSize=", "-XX:MaxRAM");

    JvmArguments() {
        this(new Words("ARGS"));
    }

    @Override
    public List<String> parse(String text) {
        List<String> all = words.parse(text);
        for (int i = 0; i < all.size(); i++) {
            String word = all.get(i);
            String name = word.startsWith("--") && word.indexOf('=') > 0 ? word.substring(0, word.indexOf('=')) : word;
            if (PROGRAM.contains(name)) {
                throw Syntax.misfit(word, "no class path and no class: the application and its manifest say them");
            } else if (ANSWERS.contains(name)) {
                throw Syntax.misfit(word, "an option with which a JVM runs a program");
            } else if (WITH_VALUE.contains(word)) {
                i++;
                if (i == all.size()) {
                    throw Syntax.misfit(word, "its value behind it");
                }
            } else if (!word.startsWith("-") && !word.startsWith("@")) {
                throw Syntax.misfit(word, "options of a JVM, which begin with a dash");
            }
        }
        return all;
    }

    @Override
    public String show(List<String> value) {
        return words.show(value);
    }

    @Override
    public String label() {
        return words.label();
    }

    @Override
    public String expected() {
        return words.expected();
    }

    @Override
    public Map<String, Object> schema() {
        return words.schema();
    }

    @Override
    public String element(String text) {
        return words.element(text);
    }

    @Override
    public boolean isRepeatable() {
        return true;
    }

    @Override
    public List<String> join(List<String> first, List<String> second) {
        return words.join(first, second);
    }

    /** Whether an argument limits the heap. */
    static boolean limitsHeap(String argument) {
        for (String limit : MAX_HEAP) {
            if (argument.startsWith(limit)) {
                return true;
            }
        }
        return false;
    }
}
