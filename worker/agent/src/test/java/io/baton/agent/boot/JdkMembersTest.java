package io.baton.agent.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each JDK that is found here has every member that the agent changes, and every member that the hooks call. */
final class JdkMembersTest {

    private static final Path HOOKS =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("../hooks/target/classes/sun/nio/ch");

    @TestFactory
    List<DynamicTest> serversOnThisJdkAreWorkers() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Map.Entry<String, Path> jdk : jdks().entrySet()) {
            tests.add(DynamicTest.dynamicTest(jdk.getKey(), () -> fits(jdk.getValue())));
        }
        for (int version : new int[] {17, 21, 25}) {
            if (jdks().keySet().stream().noneMatch(name -> name.startsWith(version + " "))) {
                tests.add(DynamicTest.dynamicTest(
                        "JDK " + version, () -> assumeTrue(false, "no JDK " + version + " on this machine")));
            }
        }
        return tests;
    }

    /** This one, those beside it, and those that variables named {@code JAVA_HOME...} name. */
    private static Map<String, Path> jdks() throws IOException {
        Map<String, Path> found = new TreeMap<>();
        Path own = Path.of(System.getProperty("java.home"));
        List<Path> candidates = new ArrayList<>(List.of(own));
        try (Stream<Path> beside = Files.list(own.resolveSibling(""))) {
            candidates.addAll(beside.toList());
        }
        System.getenv().forEach((name, value) -> {
            if (name.startsWith("JAVA_HOME") && !value.isEmpty()) {
                candidates.add(Path.of(value));
            }
        });
        for (Path home : candidates) {
            Path release = home.resolve("release");
            if (Files.exists(release) && Files.exists(home.resolve("lib/jrt-fs.jar"))) {
                String text = Files.readString(release);
                int at = text.indexOf("JAVA_VERSION=\"") + "JAVA_VERSION=\"".length();
                int version = Integer.parseInt(text.substring(at).split("[.\"]", 2)[0]);
                if (version >= 17) {
                    found.put(version + " of " + home.toRealPath(), home);
                }
            }
        }
        return found;
    }

    private static void fits(Path home) throws IOException {
        try (FileSystem image = FileSystems.newFileSystem(URI.create("jrt:/"), Map.of("java.home", home.toString()))) {
            Path base = image.getPath("/modules/java.base");
            for (Redirection redirection : Redirections.ALL) {
                ConstantPool pool = new ConstantPool(Files.readAllBytes(base.resolve(redirection.type() + ".class")));
                assertThat(redirection.missing(pool)).as(redirection.type()).isEmpty();
            }
            assertThat(unresolved(base)).isEmpty();
        }
    }

    private static List<String> unresolved(Path base) throws IOException {
        Map<String, ClassFile> hooks = new HashMap<>();
        try (Stream<Path> files = Files.list(HOOKS)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".class")).toList()) {
                String name = String.valueOf(file.getFileName());
                hooks.put(
                        "sun/nio/ch/" + name.substring(0, name.length() - ".class".length()),
                        new ClassFile(Files.readAllBytes(file)));
            }
        }
        assertThat(hooks).containsKey("sun/nio/ch/HookedNet");
        List<String> missing = new ArrayList<>();
        for (ClassFile hook : hooks.values()) {
            for (String member : hook.used()) {
                int dot = member.indexOf('.');
                if (!resolves(base, hooks, member.substring(0, dot), member.substring(dot + 1))) {
                    missing.add(member);
                }
            }
        }
        return missing;
    }

    private static boolean resolves(Path base, Map<String, ClassFile> hooks, String owner, String member)
            throws IOException {
        if (owner.startsWith("[") || (owner.equals("java/lang/invoke/MethodHandle") && member.startsWith("invoke"))) {
            // An array has the methods of Object, and a method handle takes any descriptor.
            return true;
        }
        ClassFile type = hooks.get(owner);
        if (type == null) {
            Path file = base.resolve(owner + ".class");
            if (!Files.exists(file)) {
                return false;
            }
            type = new ClassFile(Files.readAllBytes(file));
        }
        if (type.declares(member)) {
            return true;
        }
        for (String parent : type.parents()) {
            if (resolves(base, hooks, parent, member)) {
                return true;
            }
        }
        return false;
    }
}
