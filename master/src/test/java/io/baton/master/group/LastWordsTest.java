package io.baton.master.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of all that programs print before they end, the line that says why. */
final class LastWordsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            java.lang.IllegalStateException: x;\tat user.Broken.start(Broken.java:5)          | java.lang.IllegalStateException: x
            java.lang.RuntimeException: x;\tat A.b(A.java);Caused by: java.net.ConnectException: refused;\t... 9 more | Caused by: java.net.ConnectException: refused
            Unrecognized VM option 'X';Error: Could not create the Java Virtual Machine.;Error: A fatal exception has occurred. Program will exit. | Unrecognized VM option 'X'
            Error: Could not find or load main class X;Caused by: java.lang.ClassNotFoundException: X | Caused by: java.lang.ClassNotFoundException: X
            node:internal/modules/cjs/loader:1;  throw err;  ^;;Error: Cannot find module 'x';Require stack:;- /tmp/app.js;    at f (a.js:1) {;  code: 'E',;};;Node.js v20.20.0 | Error: Cannot find module 'x'
            /tmp/app.js:1;await;^^^^^;;SyntaxError: await is only valid in async functions;    at wrapSafe | SyntaxError: await is only valid in async functions
            starting;no database, giving up                                                     | no database, giving up
            Exception in thread "main" java.lang.NoClassDefFoundError: A/B;\tat C.d(C.java)      | Exception in thread "main" java.lang.NoClassDefFoundError: A/B
            """)
    void theReasonIsTheHeadOfTheLastTraceElseTheLastLine(String printed, String reason) {
        List<String> lines = List.of(printed.replace("\\t", "\t").split(";"));
        assertThat(LastWords.reason(lines)).contains(reason);
    }

    @Test
    void aProgramThatPrintsNothingGivesNoReason() {
        assertThat(LastWords.reason(List.of())).isEmpty();
        assertThat(LastWords.reason(List.of("", "  "))).isEmpty();
    }
}
