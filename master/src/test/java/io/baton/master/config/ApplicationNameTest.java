package io.baton.master.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ApplicationNameTest {

    private static final String LONGEST = "a".repeat(64);

    @ParameterizedTest
    @ValueSource(strings = {"shop", "a", "Shop_2.0-beta", "2nd", "1.0", "allin"})
    void aNameHasLettersDigitsDotsUnderscoresAndHyphens(String name) {
        assertThat(named(name)).isEqualTo(name);
    }

    @Test
    void aNameHasAtMost64Characters() {
        assertThat(named(LONGEST)).isEqualTo(LONGEST);
        assertThatThrownBy(() -> named(LONGEST + "a")).isInstanceOf(ConfigException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"all", "ALL", "0", "42", "", " ", "a b", "a/b", "\u00fc", "a\n", "a:b"})
    void whatACommandWouldMistakeForSomethingElseIsNoName(String name) {
        assertThatThrownBy(() -> named(name))
                .isInstanceOf(ConfigException.class)
                .hasMessage("--name: " + name + " (expected: 1 to 64 letters, digits, dots, underscores or hyphens;"
                        + " neither all nor a number)");
        assertThatThrownBy(() -> Keys.NAME.require(name))
                .hasMessageStartingWith("name: " + name + " (expected: 1 to 64");
    }

    @ParameterizedTest
    @CsvSource({
        "/srv/shop.jar, shop",
        "shop-1.2.jar, shop-1.2",
        "bin/www, www",
        "my shop.js, my-shop",
        ".hidden, .hidden",
        "all.js, app-all",
        "1.js, app-1",
        "\u00fcber.js, -ber",
    })
    void withoutANameTheFilesCountsMadeFit(Path file, String name) {
        assertThat(ApplicationName.of(file)).isEqualTo(name);
        Keys.NAME.require(name);
    }

    @Test
    void aLongFileNameIsCut() {
        String name = ApplicationName.of(Path.of("b".repeat(200) + ".js"));
        assertThat(name).startsWith("bbb");
        Keys.NAME.require(name);
    }

    private static String named(String name) {
        return new Settings.Builder()
                .add(Keys.NAME, name, Source.flag(Keys.NAME))
                .build()
                .get(Keys.NAME);
    }
}
