package io.baton.bench.ipc;

import io.baton.bench.load.Progress;
import io.baton.bench.load.Workplace;
import io.baton.bench.load.figure.Findings;
import io.baton.bench.load.figure.Machine;
import io.baton.bench.load.figure.Report;
import io.baton.bench.load.figure.Samples;
import io.baton.protocol.Capabilities;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ipc}: measures the channel between two processes, with Node and with Baton at either end, in turn. */
@Command(
        name = "ipc",
        description = "Measures messages and handoffs between two processes, Node's and Baton's at either end.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false)
public final class IpcCommand implements Callable<Integer> {

    private static final Map<String, String> UNITS = Map.of(
            "oneWay", "one way, messages/s",
            "pingPong", "ping-pong p50, us",
            "inFlight", "64 in flight, answers/s",
            "handoffs", "handoffs/s");

    /** Several to a Node child, each on the end of its line. */
    private static final Capabilities PIPELINED = new Capabilities(0, 64);

    @Option(names = "--rounds", description = "How often each pair is measured.")
    private int rounds = 3;

    @Option(names = "--messages", description = "How many go one way, and with 64 in flight.")
    private int messages = 300_000;

    @Option(names = "--pings", description = "How many go one after the other.")
    private int pings = 20_000;

    @Option(names = "--sockets", description = "How many are handed over.")
    private int sockets = 1_000;

    private final String commandLine;

    /** Measures one pair of processes. */
    @FunctionalInterface
    private interface Pair {

        Map<String, Double> measure() throws IOException, InterruptedException;
    }

    /**
     * Not run yet.
     *
     * @param commandLine that repeats it, for the report
     */
    public IpcCommand(String commandLine) {
        this.commandLine = commandLine;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path workplace = Workplace.create();
        String master = copy("master.js", workplace);
        List<String> node = List.of("node", copy("child.js", workplace));
        List<String> java = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                IpcChild.class.getName());
        Map<String, Pair> pairs = new LinkedHashMap<>();
        pairs.put("Node to Node", () -> byNode(master, node));
        pairs.put("Baton to Node", () -> byBaton(node, Capabilities.NODE));
        pairs.put("Baton to Node, 64 sockets at once", () -> byBaton(node, PIPELINED));
        pairs.put("Node to Baton", () -> byNode(master, java));
        pairs.put("Baton to Baton", () -> byBaton(java, Capabilities.BATON));

        Machine machine = Machine.here();
        Samples samples = new Samples("ipc");
        for (int round = 1; round <= rounds; round++) {
            for (Map.Entry<String, Pair> pair : pairs.entrySet()) {
                Map<String, Double> results = pair.getValue().measure();
                results.forEach((name, value) -> samples.add(pair.getKey(), UNITS.getOrDefault(name, name), "", value));
                Progress.say("ipc %d, %s: %s", round, pair.getKey(), results);
            }
        }
        System.out.println(Report.of(machine, commandLine, Findings.of(samples.measurements(), List.of()))
                .markdown());
        return 0;
    }

    private Map<String, Double> byBaton(List<String> child, Capabilities capabilities)
            throws IOException, InterruptedException {
        try (IpcMaster master = new IpcMaster(child, capabilities)) {
            return master.measure(counts());
        }
    }

    private Map<String, Double> byNode(String master, List<String> child) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("node", master, counts().toString()));
        command.addAll(child);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Map<String, Double> results = new TreeMap<>();
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                int space = line.indexOf(' ');
                results.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
            }
        }
        if (process.waitFor() != 0) {
            throw new IOException(command + ": exit code " + process.exitValue());
        }
        return results;
    }

    private Counts counts() {
        return new Counts(messages, pings, messages, sockets);
    }

    private static String copy(String name, Path directory) throws IOException {
        try (InputStream in = IpcCommand.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new FileNotFoundException("this jar has no " + name);
            }
            Path copy = directory.resolve(name);
            Files.copy(in, copy);
            return copy.toString();
        }
    }
}
