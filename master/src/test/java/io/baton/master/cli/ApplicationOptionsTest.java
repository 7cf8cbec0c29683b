package io.baton.master.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.master.config.Application;
import io.baton.master.config.Application.Kind;
import io.baton.master.config.ConfigException;
import io.baton.master.config.Dispatch;
import io.baton.master.config.GroupConfig;
import io.baton.master.config.Mode;
import io.baton.master.config.StopSignal;
import io.baton.master.config.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a program is, its first bytes say; what can be none is told before anything is started. */
final class ApplicationOptionsTest {

    private static final String SERVICE = "META-INF/services/io.baton.worker.spi.Application";

    /** The beginning of a class file for Java 17. */
    private static final byte[] CLASS = {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, 61};

    @TempDir
    private Path directory = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"app.js", "app.mjs", "app.cjs", "app.ts", "app.mts", "app.cts", "my.app.js", "APP.JS"})
    void aTextWithAnEndingOfNodesIsANodeProgram(String name) throws IOException {
        assertThat(application(text(name, "import 'x'")).kind()).isEqualTo(Kind.NODE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#!/usr/bin/env node",
                "#!/usr/bin/node\r",
                "#! /usr/local/bin/node20",
                "#!/usr/bin/env -S node",
                "#!/usr/bin/env A=b node",
                "\uFEFF#!/usr/bin/env nodejs"
            })
    void aFirstLineThatNamesNodeMakesAProgramWhateverTheName(String firstLine) throws IOException {
        Application www = application(text("www", firstLine + "\nrequire('../app')"));
        assertThat(www).isEqualTo(Application.node(directory.resolve("www"), List.of()));
        assertThat(application(text("app.jar", firstLine)).kind()).isEqualTo(Kind.NODE);
    }

    @ParameterizedTest
    @CsvSource({"SIGTERM, 15", "term, 15", "15, 15", "Usr2, 12", "sigint, 2", "SIGHUP, 1", "none, 0", "NONE, 0"})
    void aProgramIsToldToLeaveByASignalToo(String written, int number) throws IOException {
        assertThat(config(Map.of(), "--stop-signal", written, text("app.js", "x"))
                        .supervision()
                        .stopSignal())
                .isEqualTo(new StopSignal(number));
    }

    @Test
    void optionsInTheFirstLineAreNodesAndComeBeforeTheOperators() throws IOException {
        String program = text("www", "#!/usr/bin/env -S node --no-warnings\n");
        assertThat(application(program, "--node-args", "--a 'b c'", "--node-args=-r x")
                        .nodeArguments())
                .containsExactly("--no-warnings", "--a", "b c", "-r", "x");
        assertThat(application(text("d", "#!/usr/bin/env -S deno run --allow-net\n")))
                .extracting(Application::interpreter, Application::nodeArguments)
                .containsExactly("deno", List.of("run", "--allow-net"));
        assertThat(application(program, "--interpreter", "/opt/node/bin/node"))
                .extracting(Application::interpreter, Application::nodeArguments)
                .containsExactly("/opt/node/bin/node", List.of());
    }

    @Test
    void aJarIsKnownByItsFirstBytesWhateverItsName() throws IOException {
        Path jar = jar("app.js", SERVICE, "# mine\nhello.App # it\n", "hello/App.class", CLASS);
        assertThat(application(jar.toString(), "--port", "0")).isEqualTo(Application.jar(jar));
    }

    @Test
    void aJarMayBeginWithAScriptThatExecutesIt() throws IOException {
        Path plain = jar("plain.jar", SERVICE, "hello.App", "hello/App.class", CLASS);
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes("#!/bin/bash\nexec java -jar $0\n".getBytes(StandardCharsets.UTF_8));
        both.writeBytes(Files.readAllBytes(plain));
        Path executable = Files.write(directory.resolve("app"), both.toByteArray());
        assertThat(application(executable.toString()).kind()).isEqualTo(Kind.JAR);
    }

    @Test
    void aJarWhoseManifestNamesOtherJarsMayHaveItsApplicationThere() throws IOException {
        String manifest = "Manifest-Version: 1.0\nClass-Path: lib/hello.jar\n\n";
        assertThat(application(jar("app.jar", "META-INF/MANIFEST.MF", manifest).toString())
                        .kind())
                .isEqualTo(Kind.JAR);
    }

    @Test
    void aJarWithAClassToRunAndWithoutAnApplicationForWorkersIsAServer() throws IOException {
        String main = "Manifest-Version: 1.0\nMain-Class: hello.Main\n";
        Path server = jar("server.jar", "META-INF/MANIFEST.MF", main + "\n");
        assertThat(application(server.toString()).kind()).isEqualTo(Kind.SERVER);
        Path both = jar("both.jar", SERVICE, "io.baton.App", "META-INF/MANIFEST.MF", main + "\n");
        assertThat(application(both.toString()).kind())
                .as("an application that can also be run alone")
                .isEqualTo(Kind.JAR);
        jar("named.jar", SERVICE, "hello.App", "hello/App.class", CLASS);
        Path thin = jar("thin.jar", "META-INF/MANIFEST.MF", main + "Class-Path: named.jar\n\n");
        assertThat(application(thin.toString()).kind()).isEqualTo(Kind.JAR);
        assertThat(application("--as", "server", thin.toString()).kind()).isEqualTo(Kind.SERVER);
        Path mute = jar("mute.jar", SERVICE, "hello.App", "hello/App.class", CLASS);
        assertThatThrownBy(() -> application("--as", "server", mute.toString()))
                .hasMessageContaining("has no Main-Class in its manifest");
    }

    @Test
    void aDirectoryIsAServerIfSomethingNamesItsClass() throws IOException {
        Path classes = Files.createDirectories(directory.resolve("classes"));
        assertThatThrownBy(() -> application(classes.toString()))
                .hasMessageContaining("classes is a directory (expected: a jar or a Node program, or --main");
        Application named = application("--main", "shop.Main", classes.toString());
        assertThat(named.kind()).isEqualTo(Kind.SERVER);
        assertThat(named.main()).isEqualTo("shop.Main");
        Path layer = Files.createDirectories(directory.resolve("layers/application/META-INF"));
        Files.writeString(layer.resolve("MANIFEST.MF"), "Manifest-Version: 1.0\nMain-Class: Launcher\n");
        assertThat(application(directory.resolve("layers").toString()).kind()).isEqualTo(Kind.SERVER);
        Path script = Files.writeString(directory.resolve("a.js"), "//");
        assertThatThrownBy(() -> application("--main", "shop.Main", "--as", "node", script.toString()))
                .hasMessageContaining("--main");
    }

    @Test
    void aJarThatCanBeNoApplicationIsTold() throws IOException {
        requireRefused(
                jar("a.jar", "hello/App.class", CLASS),
                "is no application: it has neither a Main-Class nor " + SERVICE);
        requireRefused(jar("b.jar", SERVICE, "# none\n"), "names no class");
        requireRefused(
                jar("c.jar", SERVICE, "hello.App"), "it has no class hello.App, which its " + SERVICE + " names");
        byte[] ofTheFuture = Arrays.copyOf(CLASS, CLASS.length);
        ofTheFuture[CLASS.length - 1] = 120;
        requireRefused(
                jar("d.jar", SERVICE, "hello.App", "hello/App.class", ofTheFuture),
                "is compiled for Java 76 (expected: at most "
                        + Runtime.version().feature());
        byte[] whole = Files.readAllBytes(jar("e.jar", SERVICE, "hello.App", "hello/App.class", CLASS));
        requireRefused(
                Files.write(directory.resolve("half.jar"), Arrays.copyOf(whole, whole.length / 2)), "is damaged");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            notes.txt           | once upon a time        | is a text that does not say what runs it
            app.jar             | <html>404</html>        | is a text that does not say what runs it
            start               | #!/bin/sh               | is a script for sh
            app.py              | #!/usr/bin/env python3  | is a script for python3
            none                | #!                      | is a script for nothing
            package.json        | {}                      | is a configuration
            app.yml             | apps: []                | is a configuration
            ecosystem.config.js | module.exports = {apps} | is a configuration of pm2
            app.tsx             | <App/>                  | has JSX
            """)
    void aTextThatIsNoProgramIsTold(String name, String text, String told) throws IOException {
        requireRefused(Path.of(text(name, text)), told);
    }

    @Test
    void aFileThatIsNothingOfTheKindIsTold() throws IOException {
        requireRefused(directory, "is a directory");
        requireRefused(directory.resolve("missing.js"), "does not exist");
        requireRefused(Path.of("/dev/null"), "is no regular file");
        requireRefused(
                Files.createSymbolicLink(directory.resolve("x.js"), Path.of("gone")), "is a link to a file that");
        requireRefused(Files.createFile(directory.resolve("empty.js")), "is empty");
        requireRefused(Files.write(directory.resolve("App.class"), CLASS), "is a class file");
        requireRefused(Path.of("/proc/self/exe").toRealPath(), "is a binary program");
        requireRefused(Files.write(directory.resolve("a.tgz"), new byte[] {0x1F, (byte) 0x8B, 8}), "gzip");
        requireRefused(Files.write(directory.resolve("b.js"), new byte[] {'a', 0, 'b'}), "is a binary file");
    }

    @Test
    void theOperatorMaySayWhatItIs() throws IOException {
        String text = text("server", "require('http')");
        assertThat(application(text, "--as", "node").kind()).isEqualTo(Kind.NODE);
        assertThat(application(text, "--interpreter", "deno").kind()).isEqualTo(Kind.NODE);
        assertThat(application(text("app.config.js", "apps"), "--as", "node").kind())
                .isEqualTo(Kind.NODE);
        requireRefused(Path.of(text), "is damaged, or no jar", "--as", "application");
        requireRefused(Path.of(text), "is a text (expected: the jar of a server)", "--as", "server");
        requireRefused(Path.of(text), "is damaged, or no jar", "--as", "jar");
        requireRefused(jar("a.jar", SERVICE, "hello.App"), "is a zip file, no program", "--as", "node");
        assertThatThrownBy(() -> application(text, "--as", "php"))
                .hasMessage("--as: php (expected: application, server or node)");
        assertThatThrownBy(() -> config(Map.of(), "--node-args", "--x"))
                .hasMessage("--node-args: names no file (expected: one to run after the options)");
        assertThatThrownBy(() -> application(text, "--as", "node", "--node-args", "'x"))
                .hasMessageContaining("expected: an end of the quoted text");
    }

    @Test
    void whatIsSaidOfAServerGoesToItsAgent() throws IOException {
        String server = jar("told.jar", "META-INF/MANIFEST.MF", "Main-Class: hello.Main\n")
                .toString();
        assertThat(config(Map.of(), server, "--no-observe").workerOptions()).containsExactly("observe=off");
        assertThat(config(
                                Map.of(),
                                server,
                                "--ready-path",
                                "/a&b",
                                "--own-ports",
                                "5701-5799,6000",
                                "--drain-budget",
                                "5s")
                        .workerOptions())
                .containsExactly("drain-budget=5000", "ready-path=%2Fa%26b", "own-ports=5701-5799%2C6000");
    }

    @Test
    void whatIsForNodeIsNotForAJar() throws IOException {
        String jar =
                jar("a.jar", SERVICE, "hello.App", "hello/App.class", CLASS).toString();
        assertThatThrownBy(() -> application(jar, "--interpreter", "deno"))
                .hasMessage("interpreter: deno (expected: none, the application is a jar)");
        assertThatThrownBy(() -> application(jar, "--", "a", "b"))
                .hasMessage("arguments: a b (expected: none, the application is a jar)");
    }

    @Test
    void aNodeProgramTakesArguments() throws IOException {
        String program = text("app.js", "x");
        assertThat(application(program, "-i", "2", "a", "--", "--port", "b"))
                .isEqualTo(Application.node(Path.of(program), List.of("a", "--port", "b")));
    }

    @Test
    void whatIsNotForANodeProgramIsTold() throws IOException {
        String program = text("app.js", "x");
        assertThatThrownBy(() -> application(program, "--host", "::1"))
                .hasMessageStartingWith("host: ::1 (expected: none");
        assertThatThrownBy(() -> application(program, "--mode", "reuseport"))
                .hasMessageStartingWith("mode: reuseport (expected: handoff or shared");
        assertThatThrownBy(() -> application(program, "--compute-queue", "1"))
                .hasMessageStartingWith("--compute-queue: not for a Node");
    }

    @Test
    void thePortVariableOfANodeProgramIsItsOwnBusiness() throws IOException {
        String program = text("app.js", "x");
        Map<String, String> path = Map.of("PORT", "/run/app.sock");
        assertThat(config(path, program).programsPort()).isEmpty();
        assertThat(config(Map.of("PORT", "8080"), program).programsPort()).hasValue(8080);
        assertThatThrownBy(() -> config(path)).hasMessage("PORT: /run/app.sock (expected: a whole number)");
    }

    @Test
    void nodesVariableMeansTheSharedModeUnlessAnOptionSaysOtherwise() {
        Map<String, String> none = Map.of("NODE_CLUSTER_SCHED_POLICY", "none");
        assertThat(config(none).delivery().mode()).isEqualTo(Mode.SHARED);
        assertThat(config(none, "--mode", "handoff").delivery().mode()).isEqualTo(Mode.HANDOFF);
        assertThat(config(none, "--spares", "1").delivery().mode()).isEqualTo(Mode.HANDOFF);
        assertThat(config(none, "--dispatch", "ip-hash").delivery())
                .extracting(delivery -> delivery.mode(), delivery -> delivery.dispatch())
                .containsExactly(Mode.HANDOFF, Dispatch.IP_HASH);
        assertThat(config(Map.of("NODE_CLUSTER_SCHED_POLICY", "rr")).delivery().mode())
                .isEqualTo(Mode.HANDOFF);
    }

    @Test
    void aProgramForStickyHasItsPortOpenedAndItsClientsStay() throws IOException {
        String program = text("app.js", "x");
        GroupConfig sticky = config(Map.of(), program, "--sticky", "--host", "127.0.0.1");
        assertThat(sticky.opened()).hasSize(1);
        assertThat(sticky.delivery().dispatch()).isEqualTo(Dispatch.IP_HASH);
        assertThat(config(Map.of(), program).opened()).isEmpty();
        assertThatThrownBy(() -> config(Map.of(), program, "--sticky", "--mode", "shared"))
                .hasMessage("mode: shared (expected: handoff with --sticky)");
        assertThatThrownBy(() -> config(Map.of(), "--sticky")).hasMessageStartingWith("--sticky: expected with a Node");
        assertThat(config(Map.of(), program, "--relay").relays()).isTrue();
        assertThatThrownBy(() -> config(Map.of(), "--relay")).hasMessageStartingWith("--relay: names no file");
    }

    private void requireRefused(Path file, String told, String... options) {
        String[] all = Arrays.copyOf(options, options.length + 1);
        all[options.length] = file.toString();
        assertThatThrownBy(() -> application(all))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("application: " + file)
                .hasMessageContaining(told)
                .hasMessageNotContaining("\n");
    }

    private static Application application(String... arguments) {
        return Objects.requireNonNull(config(Map.of(), arguments).application());
    }

    private static GroupConfig config(Map<String, String> environment, String... arguments) {
        return OptionParser.parse(List.of(arguments))
                .orElseThrow()
                .declaration(new Surroundings(environment, null, null), new ArrayList<>())
                .config();
    }

    private String text(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    private Path jar(String name, String entry, Object content) throws IOException {
        return jar(name, entry, content, null, "");
    }

    private Path jar(String name, String entry, Object content, @Nullable String second, Object secondContent)
            throws IOException {
        Path jar = directory.resolve(name);
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            add(out, entry, content);
            if (second != null) {
                add(out, second, secondContent);
            }
        }
        return jar;
    }

    private static void add(ZipOutputStream out, String entry, Object content) throws IOException {
        out.putNextEntry(new ZipEntry(entry));
        out.write(content instanceof byte[] bytes ? bytes : content.toString().getBytes(StandardCharsets.UTF_8));
    }
}
