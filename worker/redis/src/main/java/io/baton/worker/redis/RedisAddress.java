package io.baton.worker.redis;

import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a Redis server is.
 *
 * @param uri with the password, and without a timeout of ours
 * @param shown for messages, without the password
 * @param timeout the longest that a call may take, connecting included; at least a millisecond
 */
record RedisAddress(RedisURI uri, String shown, Duration timeout) {

    /** Lettuce's own is a minute: too long for a request that waits. */
    static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(2);

    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(10);

    /** Lettuce takes what is no port for a part of the host, and no notice of a timeout that is none. */
    private static final Pattern WELL_FORMED = Pattern.compile(
            "rediss?://(.*@)?(\\[[^]]+]|[^:/?@\\[]+)(:\\d+)?(/\\d*)?(\\?((timeout=\\d+[a-z]*|(?!timeout=)[^&]*)(&|$))*)?");

    private static final String EXPECTED =
            " (expected: redis://[[user]:password@]host[:port][/database][?timeout=2s], or rediss:// for TLS)";

    /**
     * Reads an address as an operator writes it.
     *
     * @throws IllegalArgumentException if it is none; the message has no password
     */
    static RedisAddress parse(String text) {
        RedisURI uri = uri(text);
        Duration timeout = text.toLowerCase(Locale.ROOT).contains("timeout=") ? uri.getTimeout() : DEFAULT_TIMEOUT;
        if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException(
                    shown(uri) + ": timeout: " + timeout.toMillis() + " ms (expected: 1 ms to 10 minutes)");
        }
        return new RedisAddress(uri, shown(uri), timeout);
    }

    private static RedisURI uri(String text) {
        try {
            RedisURI uri = RedisURI.create(text);
            boolean oneServer = uri.getHost() != null
                    && uri.getSocket() == null
                    && uri.getSentinels().isEmpty();
            if (oneServer && WELL_FORMED.matcher(text).matches()) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Its message has the address, with the password.
        }
        throw new IllegalArgumentException(withoutPassword(text) + ": no address of a Redis server" + EXPECTED);
    }

    private static String withoutPassword(String text) {
        int at = text.lastIndexOf('@');
        int scheme = text.indexOf("://");
        if (at < 0) {
            return text;
        }
        return scheme >= 0 && scheme < at
                ? text.substring(0, scheme + 3) + text.substring(at + 1)
                : text.substring(at + 1);
    }

    private static String shown(RedisURI uri) {
        String host = uri.getHost();
        return (uri.isSsl() ? "rediss://" : "redis://")
                + (host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host)
                + ":" + uri.getPort()
                + (uri.getDatabase() > 0 ? "/" + uri.getDatabase() : "");
    }
}
