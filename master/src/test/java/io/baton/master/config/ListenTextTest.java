package io.baton.master.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.protocol.ListenAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where an application listens, as its operator writes it. */
final class ListenTextTest {

    private static final Surroundings OPERATORS = new Surroundings(Map.of(), Path.of("/srv"), null);

    private final Settings.Builder settings = new Settings.Builder();

    @ParameterizedTest
    @CsvSource({
        "localhost:3000, http, localhost, 3000",
        "admin=127.0.0.1:9000, admin, 127.0.0.1, 9000",
        "[::1]:0, http, ::1, 0",
        "v6=[fe80::1%eth0]:80, v6, fe80::1%eth0, 80",
        "*:3000, http, , 3000",
        ":3000, http, , 3000",
        "3000, http, , 3000",
        "a=3000, a, , 3000"
    })
    void aTcpAddressHasAPortAndPerhapsAHostAndAName(String text, String name, String host, int port) {
        assertThat(listener(text)).isEqualTo(new ListenConfig(name, host, port));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unix:/run/a.sock|http|/run/a.sock|-1||",
                "api=unix:/run/a.sock,mode=660|api|/run/a.sock|432||",
                "unix:/run/a.sock,owner=www,mode=0600|http|/run/a.sock|384|www|",
                "unix:/run/a.sock,mode=777,owner=www:adm|http|/run/a.sock|511|www|adm",
                "unix:/run/a.sock,owner=:adm|http|/run/a.sock|-1||adm",
                "unix:run/a,b.sock|http|/srv/run/a,b.sock|-1||",
                "unix:/run/../a:b=c.sock|http|/a:b=c.sock|-1||"
            })
    void aPathMayHaveAModeAndAnOwner(String text, String name, String path, int mode, String owner, String group) {
        assertThat(listener(text))
                .isEqualTo(new ListenConfig(name, ListenAddress.path(path), new SocketAccess(mode, owner, group)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "::1:3000",
                "[::1]",
                "[::1:3000",
                "a b:3000",
                "http://localhost:3000",
                "/run/a.sock",
                "localhost:",
                "localhost:http",
                "localhost:+1",
                "localhost:3000,mode=660",
                "unix:",
                "unix:@a",
                "unix:/run/",
                "unix:/a,mode=9",
                "unix:/a,mode=66",
                "unix:/a,mode=1777",
                "unix:/a,mode=-77",
                "unix:/a,owner=",
                "unix:/a,owner=www:",
                "unix:/a,color=red"
            })
    void anythingElseIsToldWithWhatIsExpected(String text) {
        assertThatThrownBy(() -> say(text))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("--listen: " + text + " (expected: ");
    }

    @Test
    void aPortOutsideTheRangeAndAPathThatNoKernelTakesAreTold() {
        assertThatThrownBy(() -> say("localhost:65536")).hasMessage("--listen: port: 65536 (expected: 0..65535)");
        String path = "/" + "x".repeat(107);
        assertThatThrownBy(() -> say("unix:" + path))
                .hasMessage("--listen: unix:" + path + " has 108 bytes (expected: a path of at most 107)");
    }

    @Test
    void severalListenersHaveNamesOfTheirOwn() {
        say("127.0.0.1:0");
        say("127.0.0.1:0");
        say("admin=unix:/run/a.sock");
        assertThat(config().listeners()).extracting(ListenConfig::name).containsExactly("http", "http-2", "admin");
    }

    @Test
    void oneAddressTwiceIsAMistake() {
        say("a=unix:/srv/x");
        say("b=unix:./x");
        assertThatThrownBy(this::config).hasMessage("listen: /srv/x twice (expected: an address for each)");
    }

    @Test
    void aPortBesideItIsAMistakeUnlessThePlatformSetsIt() {
        say("a=127.0.0.1:1000");
        settings.add(Keys.PORT, "8080", Source.variable("PORT"));
        assertThat(config().listeners()).extracting(ListenConfig::port).containsExactly(1000);
        settings.add(Keys.PORT, "3000", Source.flag(Keys.PORT));
        assertThatThrownBy(this::config).hasMessage("--port: not with --listen, which names all listeners");
    }

    @Test
    void aFlagIsStrongerThanTheListenersOfAFile() {
        settings.add(Keys.LISTEN, "127.0.0.1:1000", Source.file("baton.yml", 1, 1));
        settings.add(Keys.HOST, "::1", Source.flag(Keys.HOST));
        assertThat(config().listeners()).containsExactly(new ListenConfig("http", "::1", 3000));
    }

    @Test
    void aPathCannotBeBoundByEachWorker() {
        say("unix:/run/a.sock");
        settings.add(Keys.MODE, "reuseport", Source.flag(Keys.MODE));
        assertThatThrownBy(this::config)
                .hasMessage(
                        "listen: unix:/run/a.sock (expected: HOST:PORT in mode reuseport, in which each worker binds"
                                + " it)");
    }

    private void say(String text) {
        settings.add(Keys.LISTEN, text, Source.flag(Keys.LISTEN));
    }

    private GroupConfig config() {
        return new Declaration(null, List.of(), settings.build(), OPERATORS).config();
    }

    private static ListenConfig listener(String text) {
        return ListenText.listener(text, ListenConfig.HTTP, OPERATORS);
    }
}
