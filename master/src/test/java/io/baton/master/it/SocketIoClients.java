package io.baton.master.it;

import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A process with eight clients of {@code socketio-app.js}, each with an address of its own; {@code socketio-clients.js} says more. */
final class SocketIoClients implements AutoCloseable {

    static final int COUNT = 8;

    private final Process process;
    private final BufferedReader answers;

    SocketIoClients(Path directory, int port, String transports) throws IOException {
        process = new ProcessBuilder("node", "socketio-clients.js", "" + port, transports, "" + COUNT)
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        answers = process.inputReader(StandardCharsets.UTF_8);
        process.onExit().orTimeout(120, TimeUnit.SECONDS).exceptionally(late -> process.destroyForcibly());
    }

    /** Has each ask its worker again and again, while one worker pauses. Says which workers each met, and what failed. */
    String echo() throws IOException {
        return ask("echo");
    }

    /** Has each shout until all hear all. Says how many sockets the workers count then, and what failed. */
    String shout() throws IOException {
        return ask("shout");
    }

    private String ask(String what) throws IOException {
        OutputStream input = process.getOutputStream();
        input.write((what + "\n").getBytes(StandardCharsets.US_ASCII));
        input.flush();
        return requireNonNull(answers.readLine(), "clients have ended");
    }

    /** They disconnect, so that their workers do not count them any more. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.onExit()
                .orTimeout(10, TimeUnit.SECONDS)
                .exceptionally(late -> process.destroyForcibly())
                .join();
    }
}
