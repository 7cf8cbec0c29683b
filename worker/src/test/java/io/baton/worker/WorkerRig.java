package io.baton.worker;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.Processes;
import io.baton.worker.spi.Application;
import io.netty.channel.epoll.LinuxSocket;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs a worker in this JVM, with a master by hand and clients whose connections that master has accepted. */
final class WorkerRig implements AutoCloseable {

    static final String KEY = "null:3000:4:undefined:0";
    static final String REPLY =
            "{\"cmd\":\"NODE_CLUSTER\",\"errno\":null,\"key\":\"null:3000:4:undefined:0\",\"ack\":%s,"
                    + "\"data\":null,\"sockname\":{\"address\":\"0.0.0.0\",\"family\":\"IPv4\",\"port\":3000},\"seq\":0}";

    private static final int SO_TIMEOUT_MS = 10_000;

    final MasterByHand master = new MasterByHand();
    final RecordingApplication application = new RecordingApplication();

    /** The application that the worker serves: the recording one unless a test says otherwise. */
    Application served = application;

    /** The worker's changes of its process: the thread that it bound to its parent, and its exits. */
    final List<String> process = new CopyOnWriteArrayList<>();

    volatile boolean parentLives = true;

    /** The worker, once it runs. */
    volatile @Nullable WorkerRuntime runtime;

    /** The worker's handlers of signals. */
    final Map<String, Runnable> signals = new ConcurrentHashMap<>();

    /** The worker's handler of exceptions that end a thread. */
    volatile Thread.@Nullable UncaughtExceptionHandler uncaught;

    private final LinuxSocket listener = LinuxSocket.newSocketStream(false);
    private final Fd listening = Fd.own(listener.intValue());
    private final List<Client> clients = new ArrayList<>();
    private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();

    /** A client and the master's copy of its connection. */
    record Client(Socket socket, BufferedReader reader, Fd connection) {

        void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(US_ASCII));
        }

        /** The next line of the answer, null if the connection was closed. */
        @Nullable
        String line() throws IOException {
            return reader.readLine();
        }

        /** The bytes that the worker has not read from the connection. The master's copy tells. */
        String unread() {
            ByteBuffer bytes = ByteBuffer.allocateDirect(1024);
            int count = Libc.receive(connection, bytes);
            assertThat(count).as("recv").isIn(bytes.position(), -Errno.EAGAIN);
            return US_ASCII.decode(bytes.flip()).toString();
        }
    }

    WorkerRig() throws IOException {
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        listener.listen(16);
    }

    /** Runs the worker on a thread of its own. */
    void run() {
        run(7, "--port", "3000");
    }

    /**
     * Runs a worker on a thread of its own.
     *
     * @param id its number; 0 for a forked child
     */
    void run(int id, String... arguments) {
        WorkerRuntime started = new WorkerRuntime(
                id, WorkerArguments.parse(List.of(arguments)), master.workersEnd(), served, new Guest(), null);
        runtime = started;
        Thread main = new Thread(() -> exitCode.complete(started.run()), "worker-main");
        main.setUncaughtExceptionHandler((thread, failure) -> exitCode.completeExceptionally(failure));
        main.start();
    }

    /** Runs the worker until it serves. */
    WorkerRig serve(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--port", "3000"));
        all.addAll(List.of(arguments));
        run(7, all.toArray(String[]::new));
        String query = master.hearUntil("queryServer", line -> line.contains("\"act\":\"queryServer\""));
        master.say(String.format(REPLY, MasterByHand.seq(query)));
        String unused = master.hearUntil("listening", line -> line.contains("\"act\":\"listening\""));
        return this;
    }

    /** The exit code, once there is one. */
    int exitCode() throws Exception {
        return exitCode.get(10, TimeUnit.SECONDS);
    }

    boolean hasEnded() {
        return exitCode.isDone();
    }

    /** A client whose connection was accepted, and that has sent this. */
    Client client(String text) throws IOException {
        Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), listener.localAddress().getPort());
        socket.setSoTimeout(SO_TIMEOUT_MS);
        Client client = new Client(
                socket,
                new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII)),
                Fd.own(Libc.accept(listening)));
        clients.add(client);
        client.send(text);
        return client;
    }

    /** Sends a client's connection to the worker. The master's copy stays open. */
    void handOver(int seq, Client client) {
        master.say(newConnection(KEY, seq), client.connection());
    }

    /** A client that has connected to this port, where the worker accepts or will accept, and that has sent this. */
    Client clientOf(int port, String text) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(SO_TIMEOUT_MS);
        Client client = new Client(
                socket, new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII)), gone());
        clients.add(client);
        client.send(text);
        return client;
    }

    /** Sends so many unwanted handles that the worker's socket has no room for all answers. */
    void sendUnwanted(int count) throws IOException {
        new io.netty.channel.unix.Socket(master.workersEnd().number()).setSendBufferSize(1);
        Client any = client("");
        for (int i = 0; i < count; i++) {
            master.say("{\"cmd\":\"NODE_HANDLE\",\"type\":\"dgram.Socket\",\"msg\":" + i + "}", any.connection());
        }
    }

    void awaitInitialized(int count) {
        await().pollInterval(1, TimeUnit.MILLISECONDS).until(() -> application.initialized.get() == count);
    }

    void awaitSeen(String event) {
        await().pollInterval(1, TimeUnit.MILLISECONDS)
                .untilAsserted(() -> assertThat(application.seen).contains(event));
    }

    static String newConnection(String key, int seq) {
        return "{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Native\",\"msg\":{\"cmd\":\"NODE_CLUSTER\",\"act\":\"newconn\","
                + "\"key\":\"" + key + "\",\"seq\":" + seq + "}}";
    }

    @Override
    public void close() throws IOException {
        application.start.complete(null);
        application.readiness.complete(null);
        application.initialization.complete(null);
        master.close();
        for (Client client : clients) {
            client.connection().close();
            client.socket().close();
        }
        listening.close();
        await("end of the worker").until(exitCode::isDone);
    }

    /** A closed descriptor. It stands for a connection that the master has no copy of. */
    private static Fd gone() throws IOException {
        Fd[] pair = Libc.socketpair();
        pair[0].close();
        pair[1].close();
        return pair[0];
    }

    /** Stands for the process that the worker would run in alone. */
    private final class Guest implements OwnProcess {

        @Override
        public boolean endWithParent(int parent) {
            process.add("bound " + Thread.currentThread().getName().replaceAll("-\\d.*", ""));
            return parentLives && parent == Processes.parentPid();
        }

        @Override
        public boolean hasParent(int parent) {
            return parentLives && parent == Processes.parentPid();
        }

        @Override
        public void outliveParent() {
            process.add("unbound");
        }

        @Override
        public void tellUncaught(Thread.UncaughtExceptionHandler handler) {
            uncaught = handler;
        }

        @Override
        public void hear(String signal, Runnable action) {
            signals.put(signal, action);
        }

        @Override
        public void exit(int code) {
            process.add("exit " + code);
        }
    }
}
