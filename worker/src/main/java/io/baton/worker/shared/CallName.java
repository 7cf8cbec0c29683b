package io.baton.worker.shared;

/**
 * A call of {@link io.baton.worker.spi.Shared} in messages.
 *
 * @param operation the name of the method
 * @param key its key or topic, which may have any characters and any length
 */
public record CallName(String operation, String key) {

    private static final int SHOWN_CHARACTERS = 64;

    /** As {@code put cart}, on one line. */
    @Override
    public String toString() {
        StringBuilder name = new StringBuilder(operation).append(' ');
        for (int i = 0; i < Math.min(key.length(), SHOWN_CHARACTERS); i++) {
            char c = key.charAt(i);
            name.append(Character.isISOControl(c) ? '?' : c);
        }
        return key.length() > SHOWN_CHARACTERS ? name.append("...").toString() : name.toString();
    }
}
