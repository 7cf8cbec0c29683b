package io.baton.worker.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.worker.spi.Application;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConnectionsTest {

    private static final Application APPLICATION = new Application() {};

    @ParameterizedTest
    @CsvSource({"1024, 960", "128, 64", "64, 32", "2, 1", "1, 1", "0, 1", "9223372036854775807, 2147483647"})
    void someDescriptorsAreLeftForEverythingElse(long descriptors, int connections) {
        assertThat(Connections.mostWithin(descriptors)).isEqualTo(connections);
    }

    @Test
    void closedConnectionMakesRoomForAnother() {
        Connections connections = new Connections(1);
        EmbeddedChannel channel = new EmbeddedChannel();
        assertThat(connections.haveRoom()).isTrue();
        connections.add(new Connection(channel, APPLICATION, Past.NONE));
        assertThat(connections.haveRoom()).isFalse();
        channel.close().syncUninterruptibly();
        assertThat(connections.haveRoom()).isTrue();
    }

    /** Netty reports the close of registered channels only. */
    @Test
    void forgottenUnregisteredConnectionIsNotWaitedFor() {
        Connections connections = new Connections(1);
        NioSocketChannel unregistered = new NioSocketChannel();
        int[] empty = {0};
        connections.add(new Connection(unregistered, APPLICATION, Past.NONE));
        connections.drain(() -> empty[0]++);
        assertThat(empty[0]).isZero();
        unregistered.unsafe().closeForcibly();
        connections.forget(unregistered);
        assertThat(empty[0]).isOne();
        assertThat(connections.haveRoom()).isTrue();
    }
}
