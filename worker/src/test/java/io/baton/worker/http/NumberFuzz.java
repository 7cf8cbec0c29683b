package io.baton.worker.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Takes any eight bytes as a double: written as JavaScript does, it reads back as the same double, here and by Java,
 * and has no more digits than Java needs. Takes further bytes as a text, which is read as a number or as NaN.
 */
public final class NumberFuzz {

    private NumberFuzz() {}

    /** Runs one input. Jazzer calls it. */
    public static void fuzzerTestOneInput(byte[] input) {
        double number = ByteBuffer.wrap(Arrays.copyOf(input, Double.BYTES)).getDouble();
        String text = JavaScriptNumber.toString(number);
        require(text, JavaScriptNumber.parse(text), number + 0.0);
        require(text, Double.parseDouble(text), number + 0.0);
        if (digits(text) > digits(Double.toString(number))) {
            throw new AssertionError(text + " has more digits than " + number);
        }
        if (input.length > Double.BYTES) {
            read(new String(input, Double.BYTES, input.length - Double.BYTES, ISO_8859_1));
        }
    }

    private static void read(String text) {
        double number = JavaScriptNumber.parse(text);
        if (!Double.isNaN(number)) {
            require(text, JavaScriptNumber.parse(JavaScriptNumber.toString(number)), number + 0.0);
        }
        if (text.matches("[0-9]{1,30}")) {
            require(text, number, Double.parseDouble(text));
        }
    }

    /** A zero equals the negative zero, which JavaScript writes without a sign. No other numbers count as equal. */
    private static void require(String text, double found, double expected) {
        if (Double.doubleToLongBits(found + 0.0) != Double.doubleToLongBits(expected)) {
            throw new AssertionError(text + ": " + found + " (expected: " + expected + ")");
        }
    }

    /** The number of digits without the zeros at both ends, which only say where the point is. */
    private static int digits(String text) {
        return text.replaceAll("[eE].*", "")
                .replaceAll("[^0-9]", "")
                .replaceAll("^0+|0+$", "")
                .length();
    }
}
