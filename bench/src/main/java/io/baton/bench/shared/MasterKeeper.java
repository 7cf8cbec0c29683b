package io.baton.bench.shared;

import io.baton.master.conductor.Conductor;
import io.baton.master.jvm.JvmFlags;
import io.baton.master.shared.SharedState;
import io.baton.worker.shared.Keeper;
import io.baton.worker.spi.Shared;
import io.netty.channel.EventLoop;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The part of a master that keeps shared state, in a JVM of its own with a master's flags. */
final class MasterKeeper implements AutoCloseable {

    private static final int HEAP_MB = 64;
    private static final long MEMORY = 64L << 20;

    private final Process process;
    private final String address;

    /** Starts it; returns when it can be asked. */
    MasterKeeper() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JvmFlags.small(HEAP_MB));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), MasterKeeper.class.getName()));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader said = process.inputReader(StandardCharsets.US_ASCII);
        address = String.valueOf(said.readLine());
        if (!address.startsWith("@")) {
            close();
            throw new IOException("the keeper did not start: " + address);
        }
    }

    /** What a worker asks it with. */
    Shared shared(EventLoop loop) {
        return Keeper.of(address, "bench", loop);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** The other JVM: says where it is to be asked, and ends with its standard input. */
    public static void main(String[] arguments) throws IOException {
        SharedState state = new SharedState(
                Conductor.start(),
                Path.of(System.getProperty("java.io.tmpdir")),
                (pid, consumer) -> consumer.accept(new SharedState.Caller("bench", "bench", MEMORY)),
                (app, words) -> System.err.println(app + ": " + words));
        System.out.println(state.address());
        while (System.in.read() >= 0) {
            // Until the bench has ended.
        }
    }
}
