package io.baton.bench.load.figure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The machine on which figures were measured, for a comparison with other figures.
 *
 * @param loadAverage at the start, over one minute: it shows other work on the machine
 */
public record Machine(
        String time,
        int cores,
        String processor,
        String kernel,
        String java,
        double loadAverage,
        Map<String, String> tools) {

    /** This one. */
    public static Machine here() throws IOException {
        Map<String, String> tools = new LinkedHashMap<>();
        for (Tool tool : Tool.ALL) {
            tools.put(tool.name(), tool.missing().isPresent() ? "none" : tool.version());
        }
        return new Machine(
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                Runtime.getRuntime().availableProcessors(),
                processorName(),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ", -1)[0]),
                tools);
    }

    private static String processorName() throws IOException {
        return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }
}
