package io.baton.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.protocol.ListenAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads an operator's listeners from a worker's command line. */
final class ListenerArgumentTest {

    @Test
    void workerWithoutListenersHasOneCalledHttp() {
        assertThat(listeners()).containsExactly(new ListenerArgument("http", Mode.HANDOFF, null, 3000));
        assertThat(listeners("--host", "::1", "--port", "0", "--mode", "shared"))
                .containsExactly(new ListenerArgument("http", Mode.SHARED, "::1", 0));
    }

    @Test
    void eachListenerHasItsNameAddressAndModeInTheOrderOfTheCommandLine() {
        assertThat(listeners(
                        "--listen", "http=*:3000",
                        "--mode", "shared",
                        "--listen", "admin=[::1]:9000,handoff",
                        "--listen", "a.b_c-1=127.0.0.1:0",
                        "--listen", "link=[fe80::1%veth@0]:65535,reuseport",
                        "--listen", "name=b\u00fccher.example:80"))
                .containsExactly(
                        new ListenerArgument("http", Mode.SHARED, null, 3000),
                        new ListenerArgument("admin", Mode.HANDOFF, "::1", 9000),
                        new ListenerArgument("a.b_c-1", Mode.SHARED, "127.0.0.1", 0),
                        new ListenerArgument("link", Mode.REUSEPORT, "fe80::1%veth@0", 65535),
                        new ListenerArgument("name", Mode.SHARED, "b\u00fccher.example", 80));
    }

    @Test
    void theWholeRestOfAUnixListenerIsItsPath() {
        assertThat(listeners("--mode", "shared", "--listen", "api=unix:/run/a:b,c=d.sock"))
                .containsExactly(new ListenerArgument("api", Mode.SHARED, ListenAddress.path("/run/a:b,c=d.sock")));
        assertThatThrownBy(() -> listeners("--mode", "reuseport", "--listen", "api=unix:/run/api.sock"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void applicationIsToldAllListenersAmongItsOptions() {
        assertThat(WorkerArguments.parse(List.of("--listen", "a=*:1", "--listen", "b=*:2,shared"))
                        .options())
                .containsEntry("listen", "a=*:1 b=*:2,shared");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "3000",
                "*:3000",
                "http=3000",
                "http=",
                "=*:3000",
                "my http=*:3000",
                "http=:3000",
                "http=::1:3000",
                "http=[::1:3000",
                "http=[localhost]:3000",
                "http=[]:3000",
                "http=a b:3000",
                "http=a/b:3000",
                "http,shared=*:3000",
                "http=unix:",
                "http=unix:run/api.sock"
            })
    void malformedListenerIsRefusedWithAnExample(String text) {
        assertThatThrownBy(() -> listeners("--listen", text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("--listen: " + text + " (expected: NAME=HOST:PORT, NAME=HOST:PORT,MODE or"
                        + " NAME=unix:PATH, as ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"65536", "-1", "+1", "http", "", " 80", "99999999999"})
    void malformedPortIsRefused(String port) {
        assertThatThrownBy(() -> listeners("--listen", "http=*:" + port))
                .hasMessage("--listen http: port: " + port + " (expected: a number in 0..65535)");
    }

    @ParameterizedTest
    @CsvSource({"http=*:3000,SHARED", "'http=*:3000,',''", "'http=*:3000,shared,handoff','shared,handoff'"})
    void unknownModeIsRefused(String text, String mode) {
        String argument = text.contains(",") ? text : text + "," + mode;
        assertThatThrownBy(() -> listeners("--listen", argument))
                .hasMessage("--listen http: mode: " + mode + " (expected: handoff, shared or reuseport)");
    }

    @Test
    void nameThatStandsTwiceIsRefused() {
        assertThatThrownBy(() -> listeners("--listen", "a=*:1", "--listen", "b=*:2", "--listen", "a=*:3"))
                .hasMessage("--listen: a twice (expected: a name for each listener)");
    }

    @Test
    void addressThatStandsTwiceIsRefusedUnlessItsPortIsChosenLater() {
        assertThatThrownBy(() -> listeners("--listen", "a=[::1]:80", "--listen", "b=[::1]:80,reuseport"))
                .hasMessage("--listen b: [::1]:80, as a (expected: an address for each listener)");
        assertThat(listeners("--listen", "a=*:0", "--listen", "b=*:0")).hasSize(2);
    }

    private static List<ListenerArgument> listeners(String... arguments) {
        return new ArrayList<>(WorkerArguments.parse(List.of(arguments)).listeners());
    }
}
