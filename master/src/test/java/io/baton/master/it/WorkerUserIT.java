package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.baton.protocol.posix.Processes;
import io.baton.protocol.posix.UserAccount;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A master of root's runs its workers as another user. */
final class WorkerUserIT {

    private static final String USER = "nobody";

    private static final String ANSWERS =
            """
            package user;
            import io.baton.worker.spi.Application;
            import io.netty.buffer.Unpooled;
            import io.netty.channel.*;
            import java.nio.charset.StandardCharsets;
            public final class Home implements Application {
                @Override public void initialize(Channel channel) {
                    channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                        @Override public void channelRead(ChannelHandlerContext context, Object message) {
                            io.netty.util.ReferenceCountUtil.release(message);
                            String body = System.getenv("USER") + " " + System.getenv("HOME");
                            context.writeAndFlush(Unpooled.copiedBuffer("HTTP/1.1 200 OK\\r\\nContent-Length: "
                                + body.length() + "\\r\\n\\r\\n" + body, StandardCharsets.UTF_8))
                                .addListener(ChannelFutureListener.CLOSE);
                        }
                    });
                }
            }
            """;

    @TempDir
    private Path directory = Path.of("");

    @BeforeEach
    void requireRoot() {
        String reason = Processes.userId() != 0
                ? "only root may start processes of other users"
                : Files.isExecutable(Path.of("/usr/bin/setpriv")) ? "" : "no /usr/bin/setpriv";
        if (!reason.isEmpty()) {
            System.err.println("SKIPPED " + getClass().getSimpleName() + ": " + reason);
        }
        assumeTrue(reason.isEmpty(), reason);
    }

    @Test
    void anApplicationRunsAsTheUserAndItsFilesStayRoots() throws IOException {
        UserAccount user = Objects.requireNonNull(UserAccount.named(USER));
        Path jar = ApplicationJar.of(directory, "Home", ANSWERS);
        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-------"));
        try (MasterProcess master = MasterProcess.start("--user", USER, "--cwd", "/", jar.toString())) {
            master.awaitReady(2);
            assertThat(HttpClient.get(master.port(), "/").body()).isEqualTo(USER + " " + user.home());
            int worker = master.readyPids().get(0);
            assertThat(status(worker, "Uid:")).containsOnly("" + user.uid());
            assertThat(status(worker, "Gid:")).containsOnly("" + user.gid());
            assertThat(status(worker, "CapEff:")).containsExactly("0000000000000000");
            for (Path file : classPath(worker)) {
                assertThat(Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS))
                        .isEqualTo(0);
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-r-----");
            }
            Proc.signal(worker, Processes.SIGKILL);
            master.awaitReady(3);
            List<Path> copies = classPath(master.readyPids().get(2));
            Proc.signal(master.pid(), Processes.SIGTERM);
            assertThat(master.exitCode(Duration.ofSeconds(30))).isZero();
            assertThat(copies).noneMatch(Files::exists);
        }
    }

    @Test
    void aBlockedNodeOfTheUserDiesWithItsMaster() throws IOException {
        Path program = Files.writeString(
                directory.resolve("app.js"),
                "require('http').createServer((_, s) => { for (;;); }).listen(0, () => setTimeout(() => { for (;;); }, 9));\n");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (MasterProcess master = MasterProcess.start("--user", USER, "--cwd", "/", "-i", "1", program.toString())) {
            master.awaitReady(1);
            int worker = master.readyPids().get(0);
            assertThat(status(worker, "Uid:")).doesNotContain("0");
            Proc.signal(master.pid(), Processes.SIGKILL);
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> isGone(worker));
        }
    }

    private static boolean isGone(int pid) {
        char state = Proc.state(pid);
        return state == Proc.NONE || state == Proc.ZOMBIE;
    }

    private static List<String> status(int pid, String field) throws IOException {
        return Files.readAllLines(Path.of("/proc", "" + pid, "status")).stream()
                .filter(line -> line.startsWith(field))
                .flatMap(line -> List.of(line.substring(field.length()).strip().split("\\s+", -1)).stream())
                .toList();
    }

    /** The jars that a worker has open. */
    private static List<Path> classPath(int pid) throws IOException {
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc", "" + pid, "fd"))) {
            for (Path descriptor : descriptors) {
                Path file = Files.readSymbolicLink(descriptor);
                if (file.toString().endsWith(".jar")) {
                    jars.add(file);
                }
            }
        }
        assertThat(jars).as("worker.jar and the application's").hasSize(2);
        return jars;
    }
}
