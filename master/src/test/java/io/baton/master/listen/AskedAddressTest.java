package io.baton.master.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.baton.protocol.ListenAddress;
import io.baton.protocol.ListenRequest;
import io.baton.protocol.posix.Errno;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Addresses that a worker asks for: no socket is made of what fits no socket, and the worker gets Node's error. */
final class AskedAddressTest {

    @ParameterizedTest(name = "{0} of type {1} with flags {2}")
    @CsvSource({
        "::1, 4, 0",
        "::ffff:127.0.0.1, 4, 0",
        "127.0.0.1, 6, 0",
        "::1, udp4, 0",
        "127.0.0.1, udp6, 0",
        "[::1], 6, 0",
        "::1]:80, 6, 0",
        "'', 4, 0",
        "'', 6, 0",
        "localhost, 4, 0",
        "localhost, 6, 0",
        "/tmp/socket, 4, 0",
        "/tmp/socket, udp4, 0",
        "http://[::1], 6, 0",
        "127.0.0.1:80, 4, 0",
        "127.1, 4, 0",
        "127.0.0.01, 4, 0",
        "0x7f.0.0.1, 4, 0",
        "127.0.0.256, 4, 0",
        "127.0.0.1, 4, 1",
        "127.0.0.1, 4, 2",
        "127.0.0.1, 4, 4",
        "127.0.0.1, 4, 8",
        "::1, 6, 4",
        "::1, 6, 128",
        ", 4, 16",
        "127.0.0.1, udp4, 1",
        ", udp4, 1",
        "127.0.0.1, udp4, 2",
        "::1, udp6, 8",
    })
    void whatNoSocketCanBeIsInvalid(String host, String type, int flags) {
        BindException refusal =
                catchThrowableOfType(BindException.class, () -> AskedAddress.require(request(host, type, flags)));
        assertThat(refusal).isNotNull();
        assertThat(refusal.errno()).isEqualTo(Errno.EINVAL);
    }

    /** As Node's workers 18 to 26 send them. */
    @ParameterizedTest(name = "{0} of type {1} with flags {2}")
    @CsvSource({
        ", 4, 0",
        ", 4, 1",
        "127.0.0.1, 4, 0",
        "255.0.10.199, 4, 0",
        "::1, 6, 0",
        "::1, 6, 1",
        "::, 6, 1",
        "::ffff:127.0.0.1, 6, 0",
        "fe80::1%eth0.1, 6, 0",
        "0.0.0.0, udp4, 4",
        "::, udp6, 5",
    })
    void whatNodeAsksForIsNotRefused(String host, String type, int flags) {
        assertThatCode(() -> AskedAddress.require(request(host, type, flags))).doesNotThrowAnyException();
    }

    private static ListenRequest request(String host, String type, int flags) {
        return new ListenRequest(new ListenAddress(host, 80, type), 0, -1, flags, 0, null);
    }
}
