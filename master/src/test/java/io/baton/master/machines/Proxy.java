package io.baton.master.machines;

import static java.nio.file.Files.readString;
import static java.nio.file.Files.writeString;
import static org.awaitility.Awaitility.await;

import io.baton.master.it.MasterCommand;
import io.baton.master.it.Proc;
import io.baton.master.it.RealClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A proxy in front of two machines, with the configuration that the README shows; only the ports are others. */
final class Proxy implements AutoCloseable {

    private static final Duration LEAVING = Duration.ofSeconds(10);

    /** A program that can be in front. */
    enum Program {
        HAPROXY("haproxy", "haproxy.cfg", ":80") {
            @Override
            List<String> command(String directory) {
                return List.of("haproxy", "-db", "-f", "haproxy.cfg");
            }
        },
        NGINX("nginx", "nginx.conf", " 80") {
            @Override
            List<String> command(String directory) {
                // As root it would change its user to one that cannot write large bodies into the test's directory.
                String here = "daemon off; pid nginx.pid; user root; error_log stderr error;";
                return List.of("nginx", "-e", "stderr", "-p", directory, "-c", "nginx.conf", "-g", here);
            }
        };

        private final String name;
        private final String file;
        private final String port;

        Program(String name, String file, String port) {
            this.name = name;
            this.file = file;
            this.port = port;
        }

        abstract List<String> command(String directory);

        /** The configuration that the README shows. */
        Path configuration() {
            return Path.of("proxies", file);
        }

        /** Why it is not here; empty if it is. */
        String missing() {
            return RealClient.missing(name);
        }
    }

    private final Program program;
    private final Process process;
    private final Path output;
    private final int port;

    private Proxy(Program program, Process process, Path output, int port) {
        this.program = program;
        this.process = process;
        this.output = output;
        this.port = port;
    }

    /**
     * Starts it.
     *
     * @param directory its own
     * @param addresses those of the configuration, each with the one that is there instead
     */
    static Proxy start(Program program, Path directory, Map<String, String> addresses) throws IOException {
        int port = MasterCommand.freePort();
        String text = readString(program.configuration());
        for (Map.Entry<String, String> address : addresses.entrySet()) {
            text = text.replace(address.getKey(), address.getValue());
        }
        text = replaced(text, program.port, program.port.charAt(0) == ':' ? "127.0.0.1:" + port : " 127.0.0.1:" + port);
        if (program == Program.NGINX) {
            text = replaced(text, "http {", "http { " + temporaryFiles());
        }
        writeString(directory.resolve(program.file), text);
        Path output = directory.resolve("proxy.out");
        Process process = new ProcessBuilder(program.command(directory.toString()))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new Proxy(program, process, output, port);
    }

    private static String temporaryFiles() {
        StringBuilder all = new StringBuilder();
        for (String kind : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
            all.append(kind).append("_temp_path ").append(kind).append("; ");
        }
        return all.toString();
    }

    private static String replaced(String text, String what, String by) {
        if (!text.contains(what)) {
            throw new AssertionError(what + " is not in:\n" + text);
        }
        return text.replace(what, by);
    }

    int port() {
        return port;
    }

    @Override
    public String toString() {
        return program.name;
    }

    /** What it has said. */
    String output() throws IOException {
        return readString(output);
    }

    @Override
    public void close() {
        List<Integer> workers = Proc.children((int) process.pid());
        process.destroy();
        Proc.awaitGone((int) process.pid(), LEAVING);
        workers.forEach(pid -> Proc.awaitGone(pid, LEAVING));
        await().until(() -> !process.isAlive());
    }
}
