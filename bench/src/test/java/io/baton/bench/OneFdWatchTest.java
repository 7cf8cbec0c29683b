package io.baton.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every descriptor on an event loop is watched by an {@code FdWatch}, which closes it once and loses nothing that is thrown. A
 * class of its own for Netty's {@code EpollIoHandle} would have to do all of that again.
 */
final class OneFdWatchTest {

    private static final Pattern HANDLE = Pattern.compile("io/netty/channel/epoll/EpollIoHandle(?!r)");

    @ParameterizedTest
    @ValueSource(strings = {"protocol", "worker", "master"})
    void onlyFdWatchHandsADescriptorToNetty(String module) throws IOException {
        Path classes = Path.of(System.getProperty("basedir", ""))
                .toAbsolutePath()
                .resolveSibling(module)
                .resolve("target/classes");
        try (Stream<Path> files = Files.walk(classes)) {
            List<String> watching = files.filter(file -> file.toString().endsWith(".class"))
                    .filter(OneFdWatchTest::knowsHandles)
                    .map(file -> classes.relativize(file).toString())
                    .sorted()
                    .toList();
            if (module.equals("protocol")) {
                assertThat(watching).containsExactly("io/baton/protocol/loop/FdWatch$Handle.class");
            } else {
                assertThat(watching).isEmpty();
            }
        }
    }

    private static boolean knowsHandles(Path file) {
        try {
            return HANDLE.matcher(Files.readString(file, StandardCharsets.ISO_8859_1))
                    .find();
        } catch (IOException e) {
            throw new AssertionError(file.toString(), e);
        }
    }
}
