package io.baton.master.child;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.spawn.ExitStatus;
import io.baton.protocol.message.ChannelClosedException;
import io.baton.protocol.message.Handle;
import io.baton.protocol.message.ValueCodec;
import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares each function with Node's function of the same name. A real Node ({@code cases.js}) and this class run the same
 * cases with the same results, except for the differences that {@link #expected} names.
 */
final class ChildProcessIT {

    private static final String ECHO = resource("echo.js");

    @TempDir
    private static Path directory = Path.of("");

    private static Map<?, ?> node = Map.of();

    private final Map<String, Callable<?>> cases = new LinkedHashMap<>();

    @BeforeAll
    static void nodeRunsTheCases() throws Exception {
        script("own", "#!/bin/sh\necho own\n");
        script("bare", "echo bare $1\n");
        Files.writeString(directory.resolve("plain"), "x");
        Files.writeString(
                directory.resolve("variables.js"),
                "process.send(Object.keys(process.env).filter(n => /^NODE_(CHANNEL|UNIQUE)/.test(n)))");
        Execution run = ChildProcess.execFile("node", List.of(resource("cases.js"), directory.toString()));
        node = (Map<?, ?>) requireNonNull(ValueCodec.decode(await(run.output()).stdout()));
    }

    @TestFactory
    Stream<DynamicTest> eachCaseEndsAsInNode() {
        commands();
        ends();
        places();
        streams();
        messages();
        assertThat(cases.keySet()).containsExactlyInAnyOrderElementsOf(names(node));
        return cases.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
                    Object outcome =
                            ValueCodec.decode(ValueCodec.encode(entry.getValue().call()));
                    assertThat(outcome).isEqualTo(expected(node.get(entry.getKey())));
                }));
    }

    /**
     * The expected results. Differs from Node: a program that could not be started does not end here. Node reports an end
     * with the code {@code -errno} after the error.
     */
    private static @Nullable Object expected(@Nullable Object outcome) {
        if (outcome instanceof Map<?, ?> end && end.get("events") instanceof List<?> events && events.size() == 2) {
            boolean failed = events.get(0) instanceof List<?> first && "error".equals(first.get(0));
            return failed ? Map.of("events", events.subList(0, 1), "stdout", "", "stderr", "") : outcome;
        }
        return outcome;
    }

    private void commands() {
        ChildOptions shell = ChildOptions.defaults().shell("/bin/sh");
        cases.put("arguments", () -> ended("printf", "%s|", "a b", "it's", "*", "$HOME", "é😀", "", "-n"));
        cases.put("no shell", () -> ended("echo $((1+2))"));
        cases.put("shell", () -> ended(ChildProcess.spawn("echo $((1+2)) | tr 3 4", List.of(), shell)));
        cases.put("shell with arguments", () -> ended(ChildProcess.spawn("echo", List.of("a   b", "$((2+2))"), shell)));
        ChildOptions bash = ChildOptions.defaults().shell("/bin/bash");
        cases.put("another shell", () -> collected(ChildProcess.exec("echo $0", bash)));
        cases.put("what a shell prints", () -> collected(ChildProcess.exec("echo out; echo err >&2")));
        cases.put("a shell that fails", () -> collected(ChildProcess.exec("echo out; echo bad >&2; exit 3")));
        cases.put("execFile has no shell", () -> collected(ChildProcess.execFile("echo", List.of("$HOME", "*"))));
        cases.put(
                "execFile of what is not there",
                () -> ended(ChildProcess.execFile("no-such-program", List.of()).child()));
        cases.put(
                "as much output as is taken",
                () -> collected(ChildProcess.exec("head -c 1048576 /dev/zero | tr '\\0' x")));
        cases.put(
                "output over the limit", () -> collected(ChildProcess.exec("head -c 1048577 /dev/zero | tr '\\0' x")));
        cases.put(
                "errors over a limit",
                () -> collected(ChildProcess.exec(
                        "echo 123456789 >&2; sleep 60", ChildOptions.defaults().maxBuffer(5))));
    }

    private void ends() {
        ChildOptions soon = ChildOptions.defaults().timeout(Duration.ofMillis(300));
        cases.put("timeout", () -> collected(ChildProcess.exec("echo begun; sleep 60; echo done", soon)));
        cases.put(
                "timeout of a file",
                () -> collected(ChildProcess.execFile("sleep", List.of("60"), soon.killSignal(Processes.SIGKILL))));
        cases.put("timeout of a spawn", () -> ended(ChildProcess.spawn("sleep", List.of("60"), soon)));
        cases.put(
                "ended in time", () -> collected(ChildProcess.exec("echo done", soon.timeout(Duration.ofMinutes(1)))));
        cases.put("exit code", () -> ended("sh", "-c", "exit 255"));
        cases.put("exit code of more than a byte", () -> ended("bash", "-c", "exit 256"));
        cases.put("ended by a signal of its own", () -> ended("sh", "-c", "kill -ABRT $$"));
        cases.put("kill", () -> {
            ChildProcess child = ChildProcess.spawn("sleep", List.of("60"));
            List<Object> before =
                    List.of(child.killed(), await(child.kill(0)), child.killed(), await(child.kill()), child.killed());
            Object end = ended(child);
            return List.of(before, await(child.kill()), end);
        });
        cases.put("kill with a signal", () -> {
            ChildProcess child = ChildProcess.spawn("sleep", List.of("60"));
            assertThat(await(child.kill(Processes.SIGKILL))).isTrue();
            return ended(child);
        });
    }

    private void places() {
        ChildOptions options = ChildOptions.defaults();
        cases.put("cwd", () -> ended(ChildProcess.spawn("pwd", List.of(), options.cwd(Path.of("/usr")))));
        cases.put(
                "cwd that is not there",
                () -> ended(ChildProcess.spawn("pwd", List.of(), options.cwd(Path.of("/no/such/directory")))));
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("A", "1");
        variables.put("B C", "é=x");
        cases.put("env", () -> ended(ChildProcess.spawn("/usr/bin/env", List.of(), options.env(variables))));
        ChildOptions path = options.env(Map.of("PATH", directory.toString()));
        cases.put("PATH of the child", () -> ended(ChildProcess.spawn("own", List.of(), path)));
        cases.put("PATH without it", () -> ended(ChildProcess.spawn("ls", List.of(), path)));
        cases.put("not executable", () -> ended(directory.resolve("plain").toString()));
        cases.put(
                "script without a first line",
                () -> ended(directory.resolve("bare").toString(), "x"));
        cases.put("argv0", () -> ended(ChildProcess.spawn("cat", List.of("/proc/self/cmdline"), options.argv0("zed"))));
        cases.put("detached", () -> {
            ChildProcess child = ChildProcess.spawn("cat", List.of("/proc/self/stat"), options.detached());
            List<String> stat = stat(String.valueOf(ended(child).get("stdout")));
            String pid = String.valueOf(await(child.pid()));
            return List.of(stat.get(2).equals(pid), stat.get(3).equals(pid));
        });
        cases.put("not detached", () -> {
            List<String> own = stat(Files.readString(Path.of("/proc/self/stat")));
            List<String> stat =
                    stat(String.valueOf(ended("cat", "/proc/self/stat").get("stdout")));
            return List.of(stat.get(2).equals(own.get(2)), stat.get(3).equals(own.get(3)));
        });
        cases.put("signals at their defaults", () -> {
            String sets = String.valueOf(
                    ended("grep", "-E", "SigBlk|SigIgn", "/proc/self/status").get("stdout"));
            return Arrays.stream(sets.trim().split("\n"))
                    .map(line -> Long.parseUnsignedLong(line.substring(line.length() - 16), 16) & 0x7fffffff)
                    .toList();
        });
        cases.put("no other descriptors", () -> {
            String all = String.valueOf(ended("sh", "-c", "echo /proc/$$/fd/*").get("stdout"));
            return Arrays.stream(all.trim().split(" "))
                    .map(file -> String.valueOf(Path.of(file).getFileName()))
                    .filter(number -> Integer.parseInt(number) < 10)
                    .toList();
        });
    }

    private void streams() {
        ChildOptions options = ChildOptions.defaults();
        cases.put("stdio pipe", () -> {
            ChildProcess child = ChildProcess.spawn("cat", List.of());
            await(child.stdin().write("one "));
            await(child.stdin().write("two"));
            child.stdin().end();
            return ended(child);
        });
        cases.put("stdio ignore", () -> {
            ChildProcess child = ChildProcess.spawn(
                    "sh",
                    List.of("-c", "cat; x=$(readlink /proc/$$/fd/0 /proc/$$/fd/1); echo $x >&2"),
                    options.stdio(Stdio.IGNORE, Stdio.IGNORE, Stdio.PIPE));
            return List.of(
                    thrown(child::stdin), thrown(child::stdout), ended(child).get("stderr"));
        });
        cases.put("stdio inherit", () -> {
            ChildProcess child = ChildProcess.spawn(
                    "readlink", List.of("/proc/self/fd/2"), options.stdio(Stdio.IGNORE, Stdio.PIPE, Stdio.INHERIT));
            String own = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return String.valueOf(ended(child).get("stdout")).trim().equals(own);
        });
        cases.put("stdio to a file", () -> {
            Path log = directory.resolve("java.log");
            Stdio file = Stdio.appendTo(log);
            for (String text : List.of("one", "two")) {
                ended(ChildProcess.spawn("echo", List.of(text), options.stdio(Stdio.IGNORE, file, file)));
            }
            return Files.readString(log);
        });
        // cat reads the input that the grandchild has from its parent. This process closes that input when the parent
        // has
        // exited.
        cases.put("a grandchild holds the output", () -> ended("sh", "-c", "exec 3<&0; (cat <&3; echo late) & exit 4"));
        cases.put("a program that does not read its input", () -> {
            ChildProcess child = ChildProcess.spawn("true", List.of());
            ended(child);
            return failure(child.stdin().write("x")) == null ? "written" : "failed";
        });
        cases.put(
                "bad arguments",
                () -> List.of(
                        says(() -> ChildProcess.spawn("", List.of())),
                        says(() -> ChildProcess.spawn("echo", List.of("a\0b"))),
                        says(() -> options.timeout(Duration.ofMillis(-1))),
                        says(() -> options.maxBuffer(-1))));
    }

    private void messages() {
        cases.put("sent before it is ready", () -> {
            ChildProcess child = ChildProcess.fork(ECHO);
            for (int i = 0; i < 3; i++) {
                child.send(Map.of("i", i));
            }
            List<@Nullable Object> all = heard(child, 4);
            child.disconnect();
            await(child.exited());
            return all;
        });
        cases.put("sent after the end", () -> {
            ChildProcess child = ChildProcess.fork(ECHO);
            List<@Nullable Object> up = heard(child, 1);
            child.disconnect();
            boolean connected = child.connected();
            String late = code(failure(child.send("late")));
            int code = await(child.exited()).code();
            return Arrays.asList(up.get(0), connected, late, code, code(failure(child.send("later"))));
        });
        cases.put("what no message can be", () -> {
            ChildProcess child = ChildProcess.fork(ECHO);
            heard(child, 1);
            Runnable function = () -> {};
            List<String> outcome = List.of(says(() -> child.send(function)), says(() -> child.sendJson("")));
            child.disconnect();
            await(child.exited());
            return outcome;
        });
        cases.put("events of a fork", () -> {
            ChildProcess child = ChildProcess.fork(ECHO);
            List<String> events = new ArrayList<>();
            heard(child, 1);
            child.onDisconnect(() -> events.add("disconnect"));
            child.onExit(status -> events.add("exit"));
            CompletableFuture<ExitStatus> closed = new CompletableFuture<>();
            child.onClose(status -> {
                events.add("close");
                closed.complete(status);
            });
            assertThat(await(child.kill())).isTrue();
            await(closed);
            return List.of(events, child.connected());
        });
        cases.put("no channel", () -> {
            ChildProcess child = ChildProcess.spawn("true", List.of());
            return List.of(!thrown(() -> child.send("x")), child.connected());
        });
        cases.put("a connection sent twice", ChildProcessIT::sentTwice);
        cases.put("no descriptor left", ChildProcessIT::noDescriptorLeft);
        cases.put("variables of the channel", () -> {
            ChildProcess child =
                    ChildProcess.fork(directory.resolve("variables.js").toString());
            return Arrays.asList(heard(child, 1).get(0), null);
        });
    }

    /** Differs from Node: a connection that is sent a second time is refused. Node sends the message without it. */
    private static Object sentTwice() throws Exception {
        ChildProcess child = ChildProcess.fork(ECHO);
        List<@Nullable Object> outcome;
        BlockingQueue<List<@Nullable Object>> messages = messages(child);
        BlockingQueue<Handle> accepted = new LinkedBlockingQueue<>();
        try (Sockets sockets = new Sockets();
                Sockets.Listening server = sockets.accepting(accepted::add);
                Socket client = new Socket(
                        server.address().getAddress(), server.address().getPort())) {
            client.setSoTimeout(30_000);
            Handle connection = requireNonNull(accepted.poll(30, SECONDS));
            child.send("first", connection);
            assertThat(thrown(() -> child.send("again", connection))).isTrue();
            child.send("again");
            outcome = next(messages, 3);
        }
        child.disconnect();
        await(child.exited());
        return outcome;
    }

    /** Runs in a JVM of its own, which then cannot open anything. */
    private static Object noDescriptorLeft() throws Exception {
        ChildOptions piped = ChildOptions.defaults().stdio(Stdio.IGNORE, Stdio.PIPE, Stdio.INHERIT);
        ChildProcess full = ChildProcess.fork(FullProcess.class.getName(), List.of(), piped);
        String said = String.valueOf(ended(full).get("stdout"));
        return said.trim().lines().map(code -> List.of("error", code)).toList();
    }

    private static Map<String, Object> ended(String file, String... arguments) throws Exception {
        return ended(ChildProcess.spawn(file, List.of(arguments)));
    }

    /** Collects what a child prints and how it ends. */
    private static Map<String, Object> ended(ChildProcess child) throws Exception {
        List<Object> events = new ArrayList<>();
        StringBuilder stdout = new StringBuilder();
        StringBuilder stderr = new StringBuilder();
        CompletableFuture<?> end = new CompletableFuture<>();
        keep(child::stdout, stdout);
        keep(child::stderr, stderr);
        child.onError(error -> {
            events.add(List.of("error", code(error)));
            end.complete(null);
        });
        child.onExit(status -> events.add(event("exit", status)));
        child.onClose(status -> {
            events.add(event("close", status));
            end.complete(null);
        });
        await(end);
        return Map.of("events", events, "stdout", stdout.toString(), "stderr", stderr.toString());
    }

    private static void keep(Callable<ChildOutput> stream, StringBuilder kept) throws Exception {
        try {
            stream.call().onData(bytes -> kept.append(new String(bytes, UTF_8)));
        } catch (IllegalStateException e) {
            // The stream is no pipe, so there is nothing to collect.
        }
    }

    private static List<@Nullable Object> event(String name, ExitStatus status) {
        return status.signal() == 0
                ? Arrays.asList(name, status.code(), null)
                : Arrays.asList(name, null, status.toString().replaceAll(" .*", ""));
    }

    private static Map<String, @Nullable Object> collected(Execution execution) throws Exception {
        Map<String, @Nullable Object> outcome = new LinkedHashMap<>();
        Output output;
        outcome.put("error", null);
        try {
            output = execution.output().toCompletableFuture().get(30, SECONDS);
        } catch (ExecutionException e) {
            ExecException failure = (ExecException) requireNonNull(e.getCause());
            output = failure.output();
            outcome.put("error", described(failure));
        }
        String stdout = output.stdout();
        outcome.put("stdout", stdout.length() > 100 ? stdout.length() : stdout);
        outcome.put("stderr", output.stderr());
        return outcome;
    }

    /** The error as Node reports it. Node does not say how a child ended that printed too much. */
    private static Map<String, @Nullable Object> described(ExecException failure) {
        boolean tooMuch = failure.reason() == ExecException.Reason.MAX_BUFFER;
        ExitStatus status = failure.status().orElseThrow();
        Map<String, @Nullable Object> error = new LinkedHashMap<>();
        error.put("message", failure.getMessage());
        error.put("killed", failure.reason() == ExecException.Reason.TIMEOUT);
        error.put("signal", tooMuch || status.signal() == 0 ? null : status.toString());
        error.put("code", tooMuch || status.signal() != 0 ? null : status.code());
        return error;
    }

    private static List<@Nullable Object> heard(ChildProcess child, int count) throws Exception {
        return next(messages(child), count);
    }

    /** The child's messages from now on. */
    private static BlockingQueue<List<@Nullable Object>> messages(ChildProcess child) {
        BlockingQueue<List<@Nullable Object>> messages = new LinkedBlockingQueue<>();
        child.onMessage((message, handle) -> messages.add(Arrays.asList(message)));
        return messages;
    }

    private static List<@Nullable Object> next(BlockingQueue<List<@Nullable Object>> messages, int count)
            throws Exception {
        List<@Nullable Object> all = new ArrayList<>();
        while (all.size() < count) {
            List<@Nullable Object> next = messages.poll(30, SECONDS);
            assertThat(next).as("a message after " + all).isNotNull();
            all.addAll(next);
        }
        return all;
    }

    private static String code(@Nullable Throwable error) {
        if (error instanceof ChannelClosedException) {
            return "ERR_IPC_CHANNEL_CLOSED";
        }
        return String.valueOf(error).replaceAll(".* ([A-Z0-9]+) \\(.*", "$1");
    }

    private static @Nullable Throwable failure(CompletionStage<?> stage) throws Exception {
        try {
            await(stage);
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    private static boolean thrown(Callable<?> call) throws Exception {
        try {
            call.call();
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    private static String says(Callable<?> call) throws Exception {
        try {
            call.call();
            return "nothing";
        } catch (IllegalArgumentException e) {
            return "thrown";
        }
    }

    /** The fields of /proc/PID/stat after the name: state, ppid, pgrp, session ... */
    private static List<String> stat(String line) {
        return List.of(line.substring(line.lastIndexOf(')') + 2).split(" "));
    }

    private static List<String> names(Map<?, ?> map) {
        return map.keySet().stream().map(String::valueOf).toList();
    }

    private static void script(String name, String text) throws IOException {
        Path file = Files.writeString(directory.resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, SECONDS);
    }

    private static String resource(String name) {
        return Path.of("src/test/resources/io/baton/master/child", name)
                .toAbsolutePath()
                .toString();
    }
}
