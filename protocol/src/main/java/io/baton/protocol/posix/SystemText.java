package io.baton.protocol.posix;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The operating system's texts, which are bytes: arguments, variables, paths. Here they are UTF-8, whatever the locale is.
 * A byte that is not UTF-8 becomes a lone surrogate, U+DC80 to U+DCFF, which no text contains, and becomes the same byte
 * again when it is encoded. The JDK decodes with the locale's character set instead, and under {@code LC_ALL=C} it loses
 * every umlaut.
 */
public final class SystemText {

    private static final int ASCII = 0x80;
    private static final int ESCAPES = 0xDC00;

    private SystemText() {}

    /** Decodes bytes into a text that {@link #encode} turns into the same bytes. */
    public static String decode(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        // A replacement character in the text stands for bytes that are not UTF-8, or for itself.
        return text.indexOf('\uFFFD') < 0 ? text : escaped(bytes);
    }

    /** Encodes a text. */
    public static byte[] encode(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isEscape(text, i)) {
                return unescaped(text);
            }
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Whether the text is ASCII, which every character set can express. */
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

    /** The length of the character at this index; 0 if the bytes there are none. */
    private static int sequence(byte[] bytes, int at) {
        int first = bytes[at] & 0xff;
        int length = first < ASCII ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
        if (at + length > bytes.length) {
            return 0;
        }
        // Bytes that are no character are not encoded to the same bytes again.
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

    /** Whether this is a low surrogate that stands for a byte, not the second half of a pair. */
    private static boolean isEscape(String text, int at) {
        int value = text.charAt(at) - ESCAPES;
        return value >= ASCII && value <= 0xff && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }
}
