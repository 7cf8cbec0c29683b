package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.master.journal.WorkerEvent;
import io.baton.master.snapshot.WorkerState;
import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application's jars are written over in place, as by {@code cp new.jar app.jar}, while workers serve from them. */
final class OverwrittenJarIT {

    /** Answers {@code /} as the built-in application does, and other requests with classes that nothing else needs. */
    private static final String SOURCE =
            """
            package user;
            import io.baton.worker.spi.Application;
            import io.netty.buffer.*;
            import io.netty.channel.*;
            import java.nio.charset.StandardCharsets;
            public final class Shop implements Application {
                static final String FILLER = "$FILLER";
                @Override public void initialize(Channel channel) {
                    channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                        @Override public void channelRead(ChannelHandlerContext context, Object message) {
                            String request = ((ByteBuf) message).toString(StandardCharsets.UTF_8);
                            io.netty.util.ReferenceCountUtil.release(message);
                            ProcessHandle me = ProcessHandle.current();
                            String body = request.startsWith("GET /own") ? Own.version()
                                : request.startsWith("GET /library") ? Library.version()
                                : "I am worker, pid: " + me.pid() + ", ppid: " + me.parent().get().pid() + "\\n";
                            String head = "HTTP/1.1 200 OK\\r\\nContent-Length: " + body.length() + "\\r\\n\\r\\n";
                            context.writeAndFlush(Unpooled.copiedBuffer(head + body, StandardCharsets.UTF_8))
                                .addListener(ChannelFutureListener.CLOSE);
                        }
                    });
                }
            }
            final class Own {
                static String version() { return "$VERSION"; }
            }
            final class Library {
                static String version() { return "$VERSION"; }
            }
            """;

    private static final Pattern CHANGED = Pattern.compile("app\\.jar has changed: workers that start from now on");
    private static final Pattern HALF = Pattern.compile("WARN .*app\\.jar is damaged, .* start from the last copy");
    private static final int FILLER = 20_000;

    @TempDir
    private Path directory = Path.of("");

    @Test
    void runningWorkersGoOnWithTheOldJarAndLaterOnesRunTheNew() throws IOException {
        Path first = thin("one", "1", FILLER);
        Path second = thin("two", "2", 2 * FILLER);
        Path home = directory.resolve("home");
        Path jar = first.resolve("app.jar");
        try (MasterProcess master = new MasterCommand().home(home).start(jar.toString())) {
            master.awaitReady(2);
            int port = master.port();
            Load load = Load.start(port, 100);
            overwrite(second, first);
            load.awaitAnswers(20);
            for (int worker = 0; worker < 4; worker++) {
                assertThat(HttpClient.get(port, "/own").body()).isEqualTo("1");
                assertThat(HttpClient.get(port, "/library").body()).isEqualTo("1");
            }
            assertThat(load.end()).allMatch(request -> request.end() == Load.End.ANSWERED);
            assertThat(master.readyPids()).as("no worker was replaced").hasSize(2);

            killAndAwaitSuccessor(master, master.readyPids().get(0), 3);
            master.await(CHANGED);
            assertThat(versions(port)).containsExactlyInAnyOrder("1", "2");
            assertThat(copies(home))
                    .as("of both versions, for both have a worker")
                    .hasSize(2);

            Files.write(jar, Arrays.copyOf(Files.readAllBytes(jar), FILLER));
            killAndAwaitSuccessor(master, master.readyPids().get(1), 4);
            master.await(HALF);
            assertThat(versions(port)).containsExactly("2");
            await().untilAsserted(() ->
                    assertThat(copies(home)).as("no worker runs the first").hasSize(1));

            Proc.signal(master.pid(), Processes.SIGTERM);
            assertThat(master.exitCode(Duration.ofSeconds(30))).isZero();
            assertThat(copies(home)).isEmpty();
        }
    }

    @Tag("long")
    @Test
    void aSpareFromBeforeTheChangeIsReplaced() throws IOException {
        Path first = thin("one", "1", FILLER);
        Path second = thin("two", "2", 2 * FILLER);
        Path jar = first.resolve("app.jar");
        try (MasterProcess master = new MasterCommand().start(jar.toString(), "-i", "1", "--spares", "1")) {
            master.awaitReady(2);
            assertThat(HttpClient.get(master.port(), "/own").body()).isEqualTo("1");
            overwrite(second, first);
            WorkerEvent.Stepped leaves = master.awaitStep(master.readyPids().get(1), WorkerState.DRAINING);
            assertThat(leaves.worker().name()).isEqualTo("spare 2");
            assertThat(leaves.reason()).isEqualTo("the application has changed");
            master.awaitReady(3);
            Proc.signal(master.readyPids().get(0), Processes.SIGKILL);
            WorkerEvent.TookSlot took = master.awaitEvent(WorkerEvent.TookSlot.class, any -> true);
            assertThat(took.worker().name()).isEqualTo("spare 2");
            assertThat(took.slotName()).isEqualTo("worker 1");
            assertThat(HttpClient.get(master.port(), "/own").body()).isEqualTo("2");
        }
    }

    private static void killAndAwaitSuccessor(MasterProcess master, int pid, int ready) {
        Proc.signal(pid, Processes.SIGKILL);
        master.awaitReady(ready);
    }

    /** What two workers answer that are asked in turns. */
    private static Set<String> versions(int port) throws IOException {
        Set<String> answers = new HashSet<>();
        for (int i = 0; i < 6; i++) {
            answers.add(HttpClient.get(port, "/own").body());
        }
        return answers;
    }

    private static List<Path> copies(Path home) throws IOException {
        try (Stream<Path> entries = Files.list(home.resolve("app"))) {
            return entries.toList();
        }
    }

    /** The same files, with another content. */
    private static void overwrite(Path from, Path to) throws IOException {
        for (String name : List.of("app.jar", "lib/library.jar")) {
            Object inode = Files.getAttribute(to.resolve(name), "unix:ino");
            Files.write(to.resolve(name), Files.readAllBytes(from.resolve(name)));
            assertThat(Files.getAttribute(to.resolve(name), "unix:ino")).isEqualTo(inode);
        }
    }

    /** A directory with an application's jar that names another one, as build tools make them. */
    private Path thin(String name, String version, int filler) throws IOException {
        Path place = Files.createDirectories(directory.resolve(name));
        Random random = new Random(filler);
        StringBuilder text = new StringBuilder();
        random.ints(filler, 'A', 'Z').forEach(character -> text.append((char) character));
        String source = SOURCE.replace("$FILLER", text).replace("$VERSION", version);
        Path whole = ApplicationJar.of(Files.createDirectories(place.resolve("classes")), "Shop", source);
        Path library = Files.createDirectories(place.resolve("lib")).resolve("library.jar");
        String manifest = "Manifest-Version: 1.0\nClass-Path: lib/library.jar lib/missing.jar\n\n";
        try (JarFile jar = new JarFile(whole.toFile());
                OutputStream ownBytes = Files.newOutputStream(place.resolve("app.jar"));
                JarOutputStream own = new JarOutputStream(ownBytes);
                OutputStream libraryBytes = Files.newOutputStream(library);
                JarOutputStream others = new JarOutputStream(libraryBytes)) {
            put(own, JarFile.MANIFEST_NAME, manifest.getBytes(StandardCharsets.UTF_8));
            put(others, "filler", text.toString().getBytes(StandardCharsets.UTF_8));
            for (JarEntry entry : jar.stream().toList()) {
                boolean elsewhere = entry.getName().equals("user/Library.class");
                put(
                        elsewhere ? others : own,
                        entry.getName(),
                        jar.getInputStream(entry).readAllBytes());
            }
        }
        return place;
    }

    private static void put(JarOutputStream out, String name, byte[] content) throws IOException {
        out.putNextEntry(new JarEntry(name));
        out.write(content);
    }
}
