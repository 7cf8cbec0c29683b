package io.baton.master.upgrade;

import io.baton.master.conductor.Conductor;
import io.baton.master.config.GroupConfig;
import io.baton.master.listen.Binder;
import io.baton.master.listen.ListenSocket;
import io.baton.master.output.Console;
import io.baton.master.output.OutputRemains;
import io.baton.master.output.Pipes;
import io.baton.master.output.WorkerOutput;
import io.baton.master.spawn.Child;
import io.baton.master.spawn.ExitWatch;
import io.baton.master.spawn.PosixSpawner;
import io.baton.master.spawn.SpawnRequest;
import io.baton.master.spawn.Spawner;
import io.baton.protocol.Message;
import io.baton.protocol.channel.ChannelEnd;
import io.baton.protocol.channel.ChannelListener;
import io.baton.protocol.channel.ChannelRemains;
import io.baton.protocol.channel.IpcChannel;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.OwnStart;
import io.baton.protocol.posix.Processes;
import io.netty.channel.epoll.EpollIoOps;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A small master: it listens, has two children, hears one of them over a channel and reads what it prints. It replaces itself when
 * it reads {@code upgrade}; the second child is killed in the middle of that.
 */
final class UpgradeProbe implements ChannelListener {

    private static final int LINES = 30_000;

    /** Says and prints the same numbers without a pause, then waits for the end of its channel, which is that of the master. */
    private static final String TALKER = "i=0; while [ $i -lt " + LINES + " ]; do i=$((i+1)); echo \"line $i\";"
            + " echo \"\\\"word $i\\\"\" >&3; done; exec cat <&3";

    private final Conductor conductor = Conductor.start();
    private final PosixSpawner spawner = new PosixSpawner(conductor);
    private final Pipes pipes = new Pipes(Console.ofThisProcess());
    private final int image;

    private @Nullable ListenSocket listener;
    private @Nullable IpcChannel channel;
    private @Nullable WorkerOutput output;
    private int talker;
    private int doomed;

    /** What goes from one image to the next. */
    private record State(
            int image, int listener, ChannelRemains channel, OutputRemains output, int talker, int doomed) {}

    private UpgradeProbe(int image) {
        this.image = image;
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 0) {
            UpgradeProbe probe = new UpgradeProbe(1);
            probe.conductor.loop().submit(probe::begin).sync();
            probe.obey();
        } else {
            State state;
            try (Fd file = Fd.own(Integer.parseInt(arguments[1]))) {
                StateDocument document = StateDocument.read(file);
                KeptDescriptors.arrived(document.descriptors());
                state = document.master().as(State.class);
            }
            UpgradeProbe probe = new UpgradeProbe(state.image());
            probe.conductor.loop().submit(() -> probe.goOn(state)).sync();
            probe.obey();
        }
    }

    private void obey() throws Exception {
        System.out.println("image " + image + " pid " + Processes.pid());
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            List<String> command = new ArrayList<>(OwnStart.commandLine());
            int jar = command.indexOf(UpgradeProbe.class.getName());
            command = new ArrayList<>(command.subList(0, jar + 1));
            command.set(0, order.equals("fail") ? "/nothing" : System.getProperty("java.home") + "/bin/java");
            List<String> next = command;
            conductor.loop().submit(() -> upgrade(next)).sync();
        }
        System.exit(0);
    }

    private Object begin() throws IOException {
        listener = Binder.bind("127.0.0.1", 0);
        listen(listener.socket());
        start(TALKER, child -> {
            talker = child.pid();
            output = pipes.of(GroupConfig.BUILT_IN, false).capture(1, "talker", talker, child.output(), child.error());
            channel = IpcChannel.open(conductor.loop(), child.channel(), conductor.msghdr(), this);
            watch(talker);
            startDoomed();
        });
        System.out.println("port " + listener.address().port());
        return this;
    }

    private Object goOn(State state) throws IOException {
        listener = ListenSocket.resumed(
                Fd.own(state.listener()), io.baton.protocol.ListenAddress.tcp("127.0.0.1", 1), true);
        listen(listener.socket());
        channel = state.channel().open(conductor.loop(), conductor.msghdr(), this);
        talker = state.talker();
        output = pipes.of(GroupConfig.BUILT_IN, false).goOn(1, "talker", talker, state.output());
        watch(talker);
        watch(state.doomed());
        startDoomed();
        return this;
    }

    private Object upgrade(List<String> command) throws IOException {
        ChannelRemains heard = Objects.requireNonNull(ChannelRemains.of(Objects.requireNonNull(channel)));
        if (!pipes.freeze(5_000)) {
            throw new IOException("output takes nothing");
        }
        OutputRemains printed = Objects.requireNonNull(output).remains();
        int listening = Objects.requireNonNull(listener).socket().number();
        List<Integer> kept = new ArrayList<>(List.of(listening));
        kept.addAll(heard.descriptors());
        kept.addAll(printed.descriptors());
        State state = new State(image + 1, listening, heard, printed, talker, doomed);
        byte[] document = StateDocument.encode("probe", kept, state, List.of());
        try (Fd file = StateDocument.file(document, Path.of("/tmp"))) {
            Successor successor = new Successor(command, file, new KeptDescriptors(kept));
            spawner.replaceThisProcess(() -> {
                if (!command.get(0).equals("/nothing")) {
                    Processes.kill(doomed, Processes.SIGKILL);
                }
                successor.execute();
            });
        } catch (IOException e) {
            pipes.unfreeze();
            System.out.println("image " + image + " goes on: " + e.getMessage());
        }
        return this;
    }

    private interface Started {
        void take(Child child) throws IOException;
    }

    private void start(String script, Started started) {
        SpawnRequest request = new SpawnRequest(List.of("sh", "-c", script), List.of("PATH=/usr/bin:/bin"), false);
        spawner.spawn(() -> request, new Spawner.Result() {
            @Override
            public void spawned(Child child) {
                try {
                    started.take(child);
                } catch (IOException e) {
                    failed(e);
                }
            }

            @Override
            public void failed(IOException reason) {
                System.out.println("failed: " + reason);
            }
        });
    }

    private void startDoomed() {
        start("while kill -0 $PPID; do sleep 1; done", child -> {
            doomed = child.pid();
            child.channel().close();
            Objects.requireNonNull(child.output()).close();
            Objects.requireNonNull(child.error()).close();
            System.out.println("image " + image + " is complete");
        });
    }

    private void watch(int pid) {
        ExitWatch.start(conductor, pid, status -> System.out.println("exited in image " + image + ": " + status));
    }

    private void listen(Fd socket) throws IOException {
        conductor.watch(socket, EpollIoOps.EPOLLIN, events -> {
            for (int number = Libc.accept(socket); number >= 0; number = Libc.accept(socket)) {
                try (Fd client = Fd.own(number)) {
                    byte[] text = ("image " + image + "\n").getBytes(StandardCharsets.US_ASCII);
                    Libc.send(
                            client,
                            ByteBuffer.allocateDirect(text.length).put(text).flip());
                }
            }
        });
    }

    @Override
    public void message(Message message) {
        System.out.println(((Message.User) message).json());
    }

    @Override
    public void acknowledged(boolean taken) {}

    @Override
    public void accepted(long ack, boolean accepted) {}

    @Override
    public void newConnection(String key, long seq, @Nullable Fd connection) {}

    @Override
    public void withHandle(Message.WithHandle message, @Nullable Fd handle) {}

    @Override
    public void closed(ChannelEnd end) {
        System.out.println("channel: " + end.reason());
    }
}
