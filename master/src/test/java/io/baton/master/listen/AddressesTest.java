package io.baton.master.listen;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.protocol.ListenAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AddressesTest {

    private final Addresses addresses = new Addresses();

    @ParameterizedTest
    @CsvSource({"127.0.0.1, 127.0.0.1", ", 127.0.0.1", "127.0.0.1,", ",", "0.0.0.0, ::1", "::, 10.0.0.1"})
    void oneApplicationsPortIsRefusedToAnother(@Nullable String first, @Nullable String second) throws Exception {
        addresses.claim("web", ListenAddress.tcp(first, 3000));
        assertThatThrownBy(() -> addresses.claim("api", ListenAddress.tcp(second, 3000)))
                .hasMessage(ListenAddress.tcp(second, 3000) + " is in use (the application web listens on "
                        + ListenAddress.tcp(first, 3000) + ")");
    }

    @Test
    void differentPortsAddressesAndProtocolsDoNotConflict() throws Exception {
        addresses.claim("web", ListenAddress.tcp("127.0.0.1", 3000));
        assertThatCode(() -> {
                    addresses.claim("api", ListenAddress.tcp("127.0.0.1", 3001));
                    addresses.claim("api", ListenAddress.tcp("127.0.0.2", 3000));
                    addresses.claim("api", new ListenAddress("127.0.0.1", 3000, "udp4"));
                    addresses.claim("api", new ListenAddress("/run/api.sock", -1, "-1"));
                    addresses.claim("web", new ListenAddress("/run/web.sock", -1, "-1"));
                })
                .doesNotThrowAnyException();
    }

    @Test
    void onePathHasOneApplication() throws Exception {
        addresses.claim("web", new ListenAddress("/run/web.sock", -1, "-1"));
        assertThatThrownBy(() -> addresses.claim("api", new ListenAddress("/run/web.sock", -1, "-1")))
                .hasMessage("/run/web.sock is in use (the application web listens on /run/web.sock)");
    }

    @Test
    void anApplicationMayClaimItsAddressAgainAndReleasesItAsOften() throws Exception {
        addresses.claim("web", ListenAddress.tcp(null, 3000));
        addresses.claim("web", ListenAddress.tcp(null, 3000));
        addresses.release("web", ListenAddress.tcp(null, 3000));
        assertThatThrownBy(() -> addresses.claim("api", ListenAddress.tcp(null, 3000)))
                .hasMessageContaining("web");
        addresses.release("web", ListenAddress.tcp(null, 3000));
        addresses.claim("api", ListenAddress.tcp(null, 3000));
    }

    /** A socket for every address is asked for as IPv4 and bound as IPv6. */
    @Test
    void theFamilyThatWasBoundIsReleasedAsTheOneThatWasAskedFor() throws Exception {
        addresses.claim("web", new ListenAddress(null, 3000, "4"));
        addresses.release("web", new ListenAddress(null, 3000, "6"));
        addresses.claim("api", ListenAddress.tcp(null, 3000));
    }

    @Test
    void aStoppedApplicationLeavesItsAddressesToOthers() throws Exception {
        addresses.claim("web", ListenAddress.tcp(null, 3000));
        addresses.claim("web", ListenAddress.tcp(null, 3001));
        addresses.claim("other", ListenAddress.tcp(null, 3002));
        addresses.releaseAll("web");
        addresses.claim("api", ListenAddress.tcp(null, 3000));
        addresses.claim("api", ListenAddress.tcp(null, 3001));
        assertThatThrownBy(() -> addresses.claim("api", ListenAddress.tcp(null, 3002)))
                .hasMessageContaining("other");
    }
}
