package io.baton.agent.watch;

import java.nio.charset.StandardCharsets;

/**
 * Has the fast reader and the slow one watch the same connection. A script is a row of pieces: a byte, and the bytes of
 * the piece. The highest bit of the first byte says that the server sends. Its other bits are the length less one.
 */
final class Comparison {

    private static final int SERVER = 0x80;

    private final Exchange fast = new Exchange();
    private final SlowExchange slow = new SlowExchange();
    private final Bytes memory;
    private boolean everAtBoundary;

    private Comparison(Bytes memory) {
        this.memory = memory;
    }

    /** Returns whether the connection was ever idle behind an answer; throws if the two disagree. */
    static boolean run(byte[] script, Bytes memory) {
        Comparison comparison = new Comparison(memory);
        int at = 0;
        while (at < script.length && !comparison.fast.isOpaque()) {
            int length = Math.min((script[at] & (SERVER - 1)) + 1, script.length - at - 1);
            comparison.piece(script, at + 1, at + 1 + length, (script[at] & SERVER) != 0);
            at += 1 + length;
        }
        return comparison.everAtBoundary;
    }

    private void piece(byte[] script, int from, int to, boolean server) {
        if (from == to) {
            return;
        }
        long address = memory.put(script, from, to);
        if (server) {
            fast.sent(address, to - from);
        } else {
            fast.received(address, to - from);
        }
        for (int i = from; i < to; i++) {
            if (server) {
                slow.sent(script[i]);
            } else {
                slow.received(script[i]);
            }
        }
        compare(new String(script, 0, to, StandardCharsets.ISO_8859_1));
    }

    private void compare(String soFar) {
        boolean alike = fast.answered() == slow.answered() && fast.isRunning() == slow.isRunning();
        boolean same = fast.isAtBoundary() == slow.isAtBoundary() && (fast.isOpaque() || (alike && !slow.isOpaque()));
        if (!same) {
            throw new AssertionError("at boundary " + fast.isAtBoundary() + ", opaque " + fast.isOpaque()
                    + ", running " + fast.isRunning() + ", answered " + fast.answered() + " but " + slow
                    + " behind:\n" + soFar);
        }
        everAtBoundary |= fast.isAtBoundary() && fast.answered() > 0;
    }
}
