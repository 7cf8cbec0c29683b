package io.baton.protocol.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LogLineTest {

    private final Locale locale = Locale.getDefault();
    private final Handler[] handlers = Logger.getLogger("").getHandlers();
    private final Formatter line = new LogLine();

    @AfterEach
    void restore() {
        Locale.setDefault(locale);
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        for (Handler handler : handlers) {
            root.addHandler(handler);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"en-US", "de-DE", "ar-EG"})
    void numbersArePlainDigitsInEveryLocale(String language) {
        Locale.setDefault(Locale.forLanguageTag(language));
        LogRecord entry = new LogRecord(Level.INFO, "created in {0} ms, {1} of {2}");
        entry.setParameters(new Object[] {3512L, 1_000_000, 2.5});
        assertThat(line.format(entry)).endsWith(" INFO  created in 3512 ms, 1000000 of 2.5\n");
    }

    @Test
    void aLineBeginsWithDateAndTime() {
        LogRecord entry = new LogRecord(Level.WARNING, "late");
        assertThat(line.format(entry)).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} WARN  late\n");
    }
}
