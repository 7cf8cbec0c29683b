package io.baton.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Which package knows which, in all modules: what the compiled classes do (jdeps), compared with what the last paragraph of each
 * {@code package-info.java} says, {@code Arrows: a, b and its packages.} or {@code Arrows: none.}
 */
final class PackageArrowsTest {

    private static final List<String> MODULES =
            List.of("protocol", "worker", "worker/agent", "worker/redis", "master", "bench");

    /** JMH's annotation processor writes classes beside ours. */
    private static final String GENERATED = "jmh_generated";

    private static final Path PROJECT =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolveSibling("");

    private static final Pattern ARROW = Pattern.compile("\\s+(io\\.baton\\.\\S+)\\s+->\\s+(io\\.baton\\.\\S+)\\s.*");
    private static final Pattern WRITTEN =
            Pattern.compile("\n \\* <p>Arrows: ((?:[^.]|\\.(?=\\w))+)\\.\n \\*/\n@NullMarked\npackage (\\S+);");
    private static final String WITH_ITS_PACKAGES = " and its packages";

    private static final Map<String, Set<String>> KNOWN = new TreeMap<>();
    private static final Map<String, Set<String>> WRITTEN_DOWN = new TreeMap<>();

    @BeforeAll
    static void look() throws IOException {
        for (String module : MODULES) {
            for (Path source : sources(module)) {
                readPackageInfo(source);
            }
        }
        readClasses();
    }

    @Test
    void everyPackageSaysWhichOthersItKnows() throws IOException {
        Set<String> packages = new TreeSet<>();
        for (String module : MODULES) {
            Path root = root(module);
            try (Stream<Path> files = Files.walk(root)) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .map(file ->
                                root.relativize(file.getParent()).toString().replace('/', '.'))
                        .forEach(packages::add);
            }
        }
        assertThat(WRITTEN_DOWN.keySet()).isEqualTo(packages);
    }

    @Test
    void codeHasNoArrowThatIsNotWrittenDown() {
        KNOWN.forEach((from, known) -> assertThat(known)
                .as("what " + from + " knows, compared with its package-info")
                .allMatch(to -> written(from).stream().anyMatch(name -> covers(name, to))));
    }

    @Test
    void noArrowIsWrittenDownThatCodeDoesNotHave() {
        WRITTEN_DOWN.forEach((from, names) -> assertThat(names)
                .as("arrows of " + from + " that its code has")
                .allMatch(name -> known(from).stream().anyMatch(to -> covers(name, to))));
    }

    @Test
    void arrowsFormNoCircle() {
        for (String start : WRITTEN_DOWN.keySet()) {
            Set<String> reached = new TreeSet<>();
            List<String> next = new ArrayList<>(known(start));
            while (!next.isEmpty()) {
                String name = next.remove(next.size() - 1);
                if (reached.add(name)) {
                    next.addAll(known(name));
                }
            }
            assertThat(reached)
                    .as("all that " + start + " knows, directly or not")
                    .doesNotContain(start);
        }
    }

    @Test
    void masterAndWorkerMeetOnTheWireOnly() {
        KNOWN.forEach((from, known) -> {
            if (from.startsWith("io.baton.master")) {
                assertThat(known).as("what " + from + " knows").noneMatch(to -> to.startsWith("io.baton.worker"));
            } else if (from.startsWith("io.baton.worker")) {
                assertThat(known).as("what " + from + " knows").noneMatch(to -> to.startsWith("io.baton.master"));
            }
        });
        assertThat(KNOWN).containsKeys("io.baton.master", "io.baton.worker");
    }

    @Test
    void theProtocolKnowsNeither() {
        KNOWN.forEach((from, known) -> {
            if (from.startsWith("io.baton.protocol")) {
                assertThat(known).as("what " + from + " knows").allMatch(to -> to.startsWith("io.baton.protocol"));
            }
        });
    }

    private static boolean covers(String name, String to) {
        if (!name.endsWith(WITH_ITS_PACKAGES)) {
            return name.equals(to);
        }
        String root = name.substring(0, name.length() - WITH_ITS_PACKAGES.length());
        return to.equals(root) || to.startsWith(root + ".");
    }

    private static Set<String> known(String from) {
        return KNOWN.getOrDefault(from, Set.of());
    }

    private static Set<String> written(String from) {
        return WRITTEN_DOWN.getOrDefault(from, Set.of());
    }

    private static void readPackageInfo(Path source) throws IOException {
        String text = Files.readString(source);
        Matcher matcher = WRITTEN.matcher(text);
        assertThat(matcher.find())
                .as(source + " ends its comment with a paragraph 'Arrows: a, b.' or 'Arrows: none.'")
                .isTrue();
        String arrows = matcher.group(1).replaceAll("\\s+(\\* )?", " ");
        WRITTEN_DOWN.put(matcher.group(2), arrows.equals("none") ? Set.of() : Set.of(arrows.split(", ", -1)));
    }

    private static List<Path> sources(String module) throws IOException {
        try (Stream<Path> files = Files.walk(root(module))) {
            return files.filter(file -> file.endsWith("package-info.java")).toList();
        }
    }

    private static Path root(String module) {
        return PROJECT.resolve(module).resolve("src/main/java");
    }

    private static void readClasses() {
        List<String> arguments = new ArrayList<>(List.of("-verbose:package", "-e", "io\\.baton\\..*"));
        for (String module : MODULES) {
            Path classes = PROJECT.resolve(module).resolve("target/classes");
            assertThat(classes).as("compiled classes of module " + module).isDirectory();
            arguments.add(classes.toString());
        }
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = ToolProvider.findFirst("jdeps")
                .orElseThrow()
                .run(new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new));
        assertThat(exitCode).as(out + "\n" + err).isZero();
        for (String line : out.toString().split("\n", -1)) {
            Matcher arrow = ARROW.matcher(line);
            if (arrow.matches() && !line.contains(GENERATED)) {
                KNOWN.computeIfAbsent(arrow.group(1), from -> new TreeSet<>()).add(arrow.group(2));
            }
        }
    }
}
