package io.baton.master.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.protocol.WorkerOption;
import io.baton.protocol.posix.SignalName;
import java.lang.reflect.Field;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The table of keys. */
final class KeysTest {

    @Test
    void everyKeyThatCodeCanAskForIsInTheTableOnce() throws IllegalAccessException {
        List<Key<?>> keys = new ArrayList<>();
        for (Field field : Keys.class.getFields()) {
            Key<?> key = (Key<?>) field.get(null);
            keys.add(key);
            assertThat(field.getName().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .isEqualTo(key.name());
        }
        assertThat(keys).hasSizeGreaterThan(30);
        assertThat(Keys.all()).doesNotHaveDuplicates();
        assertThat(Keys.all().stream().filter(key -> key.scope() != Scope.WORKER))
                .as("the master asks for no value of the workers' own keys")
                .hasSameElementsAs(keys);
    }

    @Test
    void noTwoKeysHaveTheSameFlagOrVariable() {
        List<String> names = new ArrayList<>(List.of("-h", "--help", "-V", "--version"));
        for (Key<?> key : Keys.all()) {
            names.addAll(key.flags());
            if (key.variable() != null) {
                names.add(key.variable());
            }
        }
        assertThat(names).doesNotHaveDuplicates();
    }

    @Test
    void everyKeyHasAPlaceOfItsOwnInAConfigurationFile() {
        List<String> paths = new ArrayList<>();
        for (Key<?> key : Keys.all()) {
            assertThat(key.path()).matches("[a-z_]+(\\.[a-z_]+)?");
            paths.add(key.path());
        }
        assertThat(paths).doesNotHaveDuplicates().contains("kill_timeout", "ready.timeout", "heartbeat.limit");
        for (String path : paths) {
            assertThat(paths).as("an object and a value").noneMatch(other -> other.startsWith(path + "."));
        }
    }

    @Test
    void everyKeyExplainsItselfInSentences() {
        assertThat(Keys.all()).allSatisfy(key -> {
            assertThat(key.help()).as(key.name()).matches("[A-Z].*(\\.|\\.\\.\\.)");
            assertThat(key.defaultText()).as(key.name()).isNotBlank();
        });
    }

    @Test
    void theDefaultIsAValueAndCanBeWrittenAsTheHelpShowsIt() {
        for (Key<?> key : Keys.all()) {
            requireUsableDefault(key);
        }
    }

    /** Every start makes the table; patterns and the names of signals take a millisecond that only some options need. */
    @Test
    void makingTheTableReadsNoDurationAndNoNameOfASignal() throws Exception {
        List<URL> classPath = new ArrayList<>();
        for (Class<?> type : List.of(Keys.class, WorkerOption.class)) {
            classPath.add(type.getProtectionDomain().getCodeSource().getLocation());
        }
        try (FreshLoader loader = new FreshLoader(classPath)) {
            Class.forName(Keys.class.getName(), true, loader);
            assertThat(loader.hasLoaded(Key.class)).isTrue();
            assertThat(loader.hasLoaded(Units.class)).isFalse();
            assertThat(loader.hasLoaded(SignalName.class)).isFalse();
        }
    }

    @Test
    void theHelpListsTheKeysOfATopicTogether() {
        List<Topic> topics = new ArrayList<>();
        for (Key<?> key : Keys.all()) {
            if (topics.isEmpty() || topics.get(topics.size() - 1) != key.topic()) {
                topics.add(key.topic());
            }
        }
        assertThat(topics).containsExactly(Topic.values());
    }

    @Test
    void everyNumberThatAWorkerTakesIsAKeyWithTheSameRangeAndDefault() {
        for (WorkerOption option : WorkerOption.values()) {
            Key<?> found = Keys.all().stream()
                    .filter(key -> key.name().equals(option.toString()))
                    .findFirst()
                    .orElseThrow();
            assertThat(found.scope()).isEqualTo(Scope.WORKER);
            Source flag = Source.flag(found);
            assertThat(found.parse(String.valueOf(option.most()), flag)).isEqualTo(option.most());
            assertThat(found.parse(String.valueOf(option.least()), flag)).isEqualTo(option.least());
            assertThatThrownBy(() -> found.parse(String.valueOf(option.most() + 1), flag))
                    .hasMessage("--" + option + ": " + (option.most() + 1) + " (expected: " + option.least() + ".."
                            + option.most() + ")");
        }
    }

    private static <T> void requireUsableDefault(Key<T> key) {
        T byDefault = key.byDefault();
        if (byDefault != null) {
            assertThat(key.parse(key.show(byDefault), Source.flag(key)))
                    .as(key.name())
                    .isEqualTo(byDefault);
        }
    }

    /** Loads Baton's classes once more, and says which. */
    private static final class FreshLoader extends URLClassLoader {

        FreshLoader(List<URL> classPath) {
            super(classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        }

        boolean hasLoaded(Class<?> type) {
            return findLoadedClass(type.getName()) != null;
        }
    }
}
