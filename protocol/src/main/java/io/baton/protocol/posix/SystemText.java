package io.baton.protocol.posix;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The operating system's texts, which are bytes: arguments, variables, paths. They are UTF-8 here whatever the locale; a byte
 * that is not becomes the lone surrogate U+DC80 to U+DCFF, which no text has, and the same byte again on its way back. The
 * JDK decodes with the locale's character set instead, and under {@code LC_ALL=C} nothing is left of an umlaut.
 */
public final class SystemText {

    private static final int ASCII = 0x80;
    private static final int ESCAPES = 0xDC00;

    private SystemText() {}

    /** Text that {@link #encode} makes the same bytes of. */
    public static String decode(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        // The replacement character stands for bytes that are not UTF-8, or for itself.
        return text.indexOf('\uFFFD') < 0 ? text : escaped(bytes);
    }

    /** The bytes of a text. */
    public static byte[] encode(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isEscape(text, i)) {
                return unescaped(text);
            }
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Whether every character set has it. */
    public static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= ASCII) {
                return false;
            }
        }
        return true;
    }

    private static String escaped(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length);
        int at = 0;
        while (at < bytes.length) {
            int length = sequence(bytes, at);
            if (length == 0) {
                text.append((char) (ESCAPES + (bytes[at++] & 0xff)));
            } else {
                text.append(new String(bytes, at, length, StandardCharsets.UTF_8));
                at += length;
            }
        }
        return text.toString();
    }

    /** The length of the character that begins there; 0 if none does. */
    private static int sequence(byte[] bytes, int at) {
        int first = bytes[at] & 0xff;
        int length = first < ASCII ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
        if (at + length > bytes.length) {
            return 0;
        }
        // What is no character does not come back as the same bytes.
        byte[] character = Arrays.copyOfRange(bytes, at, at + length);
        byte[] again = new String(character, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
        return Arrays.equals(character, again) ? length : 0;
    }

    private static byte[] unescaped(String text) {
        byte[] bytes = new byte[3 * text.length()];
        int size = 0;
        int at = 0;
        while (at < text.length()) {
            if (isEscape(text, at)) {
                bytes[size++] = (byte) (text.charAt(at++) - ESCAPES);
                continue;
            }
            int end = text.offsetByCodePoints(at, 1);
            byte[] character = text.substring(at, end).getBytes(StandardCharsets.UTF_8);
            System.arraycopy(character, 0, bytes, size, character.length);
            size += character.length;
            at = end;
        }
        return Arrays.copyOf(bytes, size);
    }

    /** A low surrogate of a byte, which does not follow a high one. */
    private static boolean isEscape(String text, int at) {
        int value = text.charAt(at) - ESCAPES;
        return value >= ASCII && value <= 0xff && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }
}
