package io.baton.master.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.master.config.ListenConfig;
import io.baton.master.config.SocketAccess;
import io.baton.protocol.ListenAddress;
import io.baton.protocol.ListenRequest;
import io.baton.protocol.posix.Errno;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files at a path on which an operator, or the program of a worker, wants to listen. */
final class UnixBinderTest {

    @TempDir
    private Path directory = Path.of("");

    /** After a kill of the master the program of a worker could otherwise never listen again. */
    @Test
    void theFileThatADeadProcessLeftIsReplacedAlsoForTheProgramOfAWorker() throws IOException {
        Path path = directory.resolve("left.sock");
        listening(path).close();
        assertThat(path).exists();
        ListenSocket asked = UnixBinder.open(request(path));
        assertClientsReach(path);
        asked.close();
        assertThat(path).doesNotExist();
        listening(path).close();
        ListenSocket named = UnixBinder.bind(listener(path));
        assertClientsReach(path);
        named.close();
        assertThat(path).doesNotExist();
    }

    @Test
    void thePathOfALivingProcessIsInUse() throws IOException {
        Path path = directory.resolve("live.sock");
        try (ServerSocketChannel live = listening(path)) {
            assertThat(live.isOpen()).isTrue();
            requireInUse(() -> UnixBinder.open(request(path)));
            requireInUse(() -> UnixBinder.bind(listener(path)));
            assertClientsReach(path);
        }
    }

    @Test
    void noOtherFileIsRemoved() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "another's");
        Path left = directory.resolve("left.sock");
        listening(left).close();
        Path link = Files.createSymbolicLink(directory.resolve("link"), left);
        Path nested = Files.createDirectory(directory.resolve("directory"));
        for (Path path : new Path[] {file, link, nested}) {
            requireInUse(() -> UnixBinder.open(request(path)));
            requireInUse(() -> UnixBinder.bind(listener(path)));
        }
        assertThat(file).hasContent("another's");
        assertThat(link).isSymbolicLink();
        assertThat(left).exists();
        assertThat(nested).isDirectory();
    }

    /** Programs compare the code of the error: a worker hears of none that libuv would not report. */
    private static void requireInUse(ThrowingCallable binding) {
        assertThatThrownBy(binding).isInstanceOfSatisfying(BindException.class, e -> assertThat(e.errno())
                .isEqualTo(Errno.EADDRINUSE));
    }

    private static void assertClientsReach(Path path) throws IOException {
        try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            assertThat(client.isConnected()).isTrue();
        }
    }

    private static ServerSocketChannel listening(Path path) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        return server.bind(UnixDomainSocketAddress.of(path));
    }

    private static ListenRequest request(Path path) {
        return ListenRequest.of(ListenAddress.path(path.toString()));
    }

    private static ListenConfig listener(Path path) {
        return new ListenConfig("http", ListenAddress.path(path.toString()), SocketAccess.USUAL);
    }
}
