package io.baton.worker.http;

/** Makes a part of a client's request fit to be shown: short, and without control characters. */
final class Excerpt {
    private static final int LENGTH = 80;

    private Excerpt() {}

    static String of(CharSequence text) {
        StringBuilder shown = new StringBuilder(Math.min(text.length(), LENGTH) + 3);
        for (int i = 0; i < text.length() && i < LENGTH; i++) {
            char c = text.charAt(i);
            shown.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
        }
        return text.length() > LENGTH ? shown.append("...").toString() : shown.toString();
    }
}
