package io.baton.worker.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JavaScriptNumberTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "1, 1",
        "-1, -1",
        "0.1, 0.1",
        "-1.5, -1.5",
        "123456.789, 123456.789",
        "49999999990067860000, 49999999990067860000",
        "9007199254740991, 9007199254740991",
        "9007199254740992, 9007199254740992",
        "1125899906842624.25, 1125899906842624.2",
        "9007199254740994, 9007199254740994",
        "1e20, 100000000000000000000",
        "123456789012345680000, 123456789012345680000",
        "1e21, 1e+21",
        "1.5e300, 1.5e+300",
        "0.000001, 0.000001",
        "0.0000001, 1e-7",
        "1.25e-7, 1.25e-7",
        "2e-3, 0.002",
        "5e-324, 5e-324",
        "1.7976931348623157e308, 1.7976931348623157e+308",
        "2.2250738585072014e-308, 2.2250738585072014e-308",
        "2.2250738585072011e-308, 2.225073858507201e-308",
    })
    void numbersAreWrittenAsJavaScriptWritesThem(double number, String text) {
        assertThat(JavaScriptNumber.toString(number)).isEqualTo(text);
    }

    @Test
    void nanAndTheInfinitiesHaveNames() {
        assertThat(JavaScriptNumber.toString(Double.NaN)).isEqualTo("NaN");
        assertThat(JavaScriptNumber.toString(Double.POSITIVE_INFINITY)).isEqualTo("Infinity");
        assertThat(JavaScriptNumber.toString(Double.NEGATIVE_INFINITY)).isEqualTo("-Infinity");
    }

    /** Cases in which Double.toString of JDK 17 writes a digit too many. */
    @ParameterizedTest
    @CsvSource({"2.0E-3, 0.002", "1.0E23, 1e+23", "2.2E-322, 2.2e-322", "5.6843418860808015E-14, 5.684341886080802e-14"
    })
    void digitsAreTheFewestThatReadBack(double number, String text) {
        assertThat(JavaScriptNumber.toString(number)).isEqualTo(text);
    }

    @Test
    void writtenNumberReadsBack() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            double number = Double.longBitsToDouble(random.nextLong());
            if (Double.isNaN(number)) {
                continue;
            }
            String text = JavaScriptNumber.toString(number);
            assertThat(JavaScriptNumber.parse(text)).as(text).isEqualTo(number);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', 0",
        "'  ', 0",
        "5, 5",
        "' 5\n', 5",
        "+5, 5",
        "-5, -5",
        "5., 5",
        ".5e1, 5",
        "5E-1, 0.5",
        "007, 7",
        "0x10, 16",
        "0XfF, 255",
        "0o17, 15",
        "0b101, 5",
        "Infinity, Infinity",
        "-Infinity, -Infinity",
        "1e400, Infinity",
        "0x20000000000001, 9007199254740992",
        "'\u00a0\ufeff5\u2028', 5",
    })
    void textIsReadAsJavaScriptReadsIt(String text, double number) {
        assertThat(JavaScriptNumber.parse(text)).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "abc",
                "5x",
                "5 5",
                "1_000",
                ".",
                "+",
                "e5",
                "1e",
                "0x",
                "0b2",
                "0o8",
                "+0x1",
                "-0b1",
                "0x1p3",
                "1f",
                "1d",
                "NaN",
                "infinity",
                "5,0",
                "\u0665",
                "0x\uff11",
                "\u001c5"
            })
    void textThatIsNoNumberIsNaN(String text) {
        assertThat(JavaScriptNumber.parse(text)).isNaN();
    }
}
