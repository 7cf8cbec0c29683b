package io.baton.bench.classic;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.master.child.ChildOptions;
import io.baton.master.child.ChildProcess;
import io.baton.master.child.Stdio;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each program does what its comment says, as a process of its own. */
final class ClassicIT {

    /** The sum of a loop over doubles, also in JavaScript. */
    private static final String SUM = "Sum is 499999999067109000";

    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final List<ChildProcess> started = new ArrayList<>();
    private final List<ProcessHandle> others = new ArrayList<>();

    @AfterEach
    void endWhatRuns() throws Exception {
        for (ChildProcess program : started) {
            program.kill();
            program.closed().toCompletableFuture().get(30, SECONDS);
        }
        others.forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void aChildComputesForEachRequestAndTheServerAnswersOthersMeanwhile() throws Exception {
        int port = listening(ComputeInChild.class);
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest compute = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/compute"))
                .build();
        List<CompletableFuture<String>> sums = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            sums.add(client.sendAsync(compute, HttpResponse.BodyHandlers.ofString())
                    .thenApply(HttpResponse::body));
        }
        assertThat(ask(port)).startsWith("HTTP/1.1 200 OK").endsWith("\r\n\r\nOk");
        assertThat(sums).noneMatch(CompletableFuture::isDone);
        for (CompletableFuture<String> sum : sums) {
            assertThat(sum.get(60, SECONDS)).isEqualTo(SUM);
        }
    }

    @Test
    void aClientIsToldThatItsChildWasKilled() throws Exception {
        int port = listening(ComputeInChild.class);
        long parent = started.get(0).pid().toCompletableFuture().get(30, SECONDS);
        HttpRequest compute = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/compute"))
                .build();
        CompletableFuture<HttpResponse<String>> answer =
                HttpClient.newHttpClient().sendAsync(compute, HttpResponse.BodyHandlers.ofString());
        ProcessHandle child = await().atMost(30, SECONDS)
                .until(() -> ProcessHandle.of(parent).orElseThrow().children().findAny(), Optional::isPresent)
                .orElseThrow();
        assertThat(child.destroyForcibly()).isTrue();
        assertThat(answer.get(30, SECONDS).statusCode()).isEqualTo(500);
        assertThat(answer.get().body()).isEqualTo("child died: SIGKILL\n");
    }

    @Test
    void twoComputationsAtOnceDoNotBlockTheParent() throws Exception {
        run(TwoComputations.class);
        Set<String> others = new HashSet<>();
        assertThat(next()).isEqualTo("still here");
        while (others.size() < 2) {
            String line = next();
            if (!line.equals("still here")) {
                others.add(line);
            }
        }
        assertThat(others).containsExactlyInAnyOrder("request 1: " + SUM, "request 2: " + SUM);
    }

    @Test
    void aWorkerThatIsKilledIsReplaced() throws Exception {
        int port = listening(RestartedWorkers.class, "2");
        match("worker (\\d+) is online");
        String pid = match("worker (\\d+) is online");
        assertThat(ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroyForcibly())
                .isTrue();
        assertThat(match("worker (\\d+) died: SIGKILL")).isEqualTo(pid);
        match("worker (\\d+) is online");
        for (int i = 0; i < 4; i++) {
            assertThat(ask(port)).contains("I am worker, pid: ").doesNotContain(pid + ",");
        }
    }

    @Test
    void aRequestIsAnsweredOnceItIsComplete() throws Exception {
        int port = listening(RestartedWorkers.class, "2");
        try (Socket client = connect(port)) {
            for (String part : List.of("POST / HT", "TP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n", "\r\n")) {
                client.getOutputStream().write(part.getBytes(StandardCharsets.US_ASCII));
            }
            client.getOutputStream().write(new byte[1_000_000]);
            assertThat(everythingFrom(client)).startsWith("HTTP/1.1 200 OK").contains("I am worker, pid: ");
        }
        try (Socket client = connect(port)) {
            client.getOutputStream().write("nonsense\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(everythingFrom(client)).startsWith("HTTP/1.1 400 Bad Request");
        }
    }

    @Test
    void connectionsGoToTheWorkersInTurnWhetherOrNotTheirClientsSendAnything() throws Exception {
        int port = listening(RoundRobinSockets.class);
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            try (Socket client = connect(port)) {
                switch (i % 3) {
                    case 0 -> client.shutdownOutput();
                    case 1 -> client.getOutputStream().write(new byte[100_000]);
                    default -> {}
                }
                answers.add(everythingFrom(client));
            }
        }
        assertThat(new HashSet<>(answers)).hasSize(2).allMatch(text -> text.matches("Request handled by worker-\\d+"));
        for (int i = 2; i < 6; i++) {
            assertThat(answers.get(i)).isEqualTo(answers.get(i - 2));
        }
        String dead = answers.get(0).substring("Request handled by worker-".length());
        ProcessHandle worker = ProcessHandle.of(Long.parseLong(dead)).orElseThrow();
        assertThat(worker.destroyForcibly()).isTrue();
        worker.onExit().get(30, SECONDS);
        Set<String> others = new HashSet<>();
        await().atMost(30, SECONDS).until(() -> {
            try (Socket client = connect(port)) {
                others.add(everythingFrom(client));
            }
            // Empty for a connection that the dead worker was sent before its parent knew of the death.
            others.remove("");
            return others.size() == 2;
        });
        assertThat(others).doesNotContain(answers.get(0));
    }

    @Test
    void aWorkerDiesAfterEachAnswerAndIsReplaced() throws Exception {
        int port = listening(SuicidalWorkers.class);
        Set<String> dying = new LinkedHashSet<>();
        // One after the other, so that some reach a worker that is about to die. They are answered too.
        for (int i = 0; i < 8; i++) {
            Matcher answer =
                    Pattern.compile("I am worker, pid: (\\d+), ppid: \\d+").matcher(ask(port));
            assertThat(answer.find()).as("answer " + i).isTrue();
            dying.add(answer.group(1));
        }
        Set<String> exited = new HashSet<>();
        while (!exited.containsAll(dying)) {
            exited.add(match("Worker (\\d+) exited: exit code 1"));
        }
    }

    @Test
    void aDaemonGoesOnWritingWhenItsParentHasExited(@TempDir Path directory) throws Exception {
        Path log = directory.resolve("daemon.log");
        run(Daemon.class, log.toString(), "1");
        int pid = Integer.parseInt(match("daemon (\\d+)"));
        others.add(ProcessHandle.of(pid).orElseThrow());
        assertEnds();
        int before = lines(log);
        await().atMost(30, SECONDS).until(() -> lines(log) >= before + 2);
        assertThat(Files.readAllLines(log)).allMatch(line -> line.endsWith(" I am alive"));
        assertThat(stat(pid).get(3)).as("leads its own session").isEqualTo(String.valueOf(pid));
    }

    @Test
    void anOrphanHasAnotherParent() throws Exception {
        run(Orphan.class);
        Matcher child = Pattern.compile("child (\\d+), parent (\\d+)").matcher(next());
        assertThat(child.matches()).isTrue();
        Matcher orphan = Pattern.compile("orphan (\\d+), parent (\\d+)").matcher(next());
        assertThat(orphan.matches()).isTrue();
        assertThat(orphan.group(1)).isEqualTo(child.group(1));
        assertThat(orphan.group(2)).isNotEqualTo(child.group(2));
    }

    @Test
    void threadsExchangeCountedMessages() throws Exception {
        run(CountingThreads.class);
        for (int i = 1; i <= 5; i++) {
            assertThat(next()).isEqualTo("main: " + i);
            assertThat(next()).isEqualTo("worker: " + i);
        }
        assertEnds();
    }

    private void run(Class<?> program, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of("-XX:+UseSerialGC", "-Xmx64m", "-XX:TieredStopAtLevel=1", "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.add(program.getName());
        command.addAll(List.of(arguments));
        ChildOptions options = ChildOptions.defaults().stdio(Stdio.IGNORE, Stdio.PIPE, Stdio.INHERIT);
        String java = System.getProperty("baton.test.java", "java");
        ChildProcess child = ChildProcess.spawn(java, command, options);
        child.stdout().onLine(lines::add);
        started.add(child);
    }

    /** Runs a program on any free port and returns the port. */
    private int listening(Class<?> program, String... more) throws InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("0"));
        arguments.addAll(List.of(more));
        run(program, arguments.toArray(String[]::new));
        return Integer.parseInt(match("listening on port (\\d+)"));
    }

    private String next() throws InterruptedException {
        String line = lines.poll(60, SECONDS);
        assertThat(line).as("a line").isNotNull();
        return requireNonNull(line);
    }

    /** The text of the expression's group in the next line that matches. */
    private String match(String expression) throws InterruptedException {
        while (true) {
            Matcher matcher = Pattern.compile(expression).matcher(next());
            if (matcher.matches()) {
                return matcher.group(1);
            }
        }
    }

    private void assertEnds() throws Exception {
        ChildProcess program = started.get(0);
        assertThat(program.exited().toCompletableFuture().get(60, SECONDS).code())
                .isZero();
    }

    private static String ask(int port) throws IOException {
        try (Socket client = connect(port)) {
            client.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return everythingFrom(client);
        }
    }

    private static Socket connect(int port) throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
        client.setSoTimeout(60_000);
        return client;
    }

    private static String everythingFrom(Socket client) throws IOException {
        return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static int lines(Path log) throws IOException {
        return Files.exists(log) ? Files.readAllLines(log).size() : 0;
    }

    /** The fields of /proc/PID/stat behind the name: state, ppid, pgrp, session ... */
    private static List<String> stat(int pid) throws IOException {
        String line = Files.readString(Path.of("/proc/" + pid + "/stat"));
        return List.of(line.substring(line.lastIndexOf(')') + 2).split(" "));
    }
}
