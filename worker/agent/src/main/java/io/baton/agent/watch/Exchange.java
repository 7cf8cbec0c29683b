package io.baton.agent.watch;

import io.baton.agent.watch.Message.Event;
import sun.nio.ch.NativeBytes;

/**
 * What goes over one connection: requests, and the answer to each of them. Not safe for several threads. Allocates nothing
 * but for requests with HEAD.
 *
 * <p>It is opaque from the moment that anything is not certain: bytes of another protocol, a head that two readers might
 * understand differently, an answer that no request was there for.
 */
final class Exchange {

    private static final byte TLS_HANDSHAKE = 0x16;
    private static final byte HTTP_2_PREFACE = 'P';
    private static final String HTTP_2 = "HTTP/2";

    private final Message request = new Message(true);
    private final Message answer = new Message(false);
    private final Heads heads = new Heads();

    private long begun;
    private long answered;
    private long answering;
    private boolean last;
    private boolean over;
    private boolean switched;
    private String opaque = "";
    private String fixed = "";

    /** The client has sent these bytes. */
    void received(long address, long count) {
        if (switched) {
            // No frame of a WebSocket begins like the preface of HTTP/2.
            switched = false;
            opaque = NativeBytes.byteAt(address) == HTTP_2_PREFACE ? HTTP_2 : opaque;
        }
        long end = address + count;
        long at = address;
        boolean headOnly = false;
        while ((at < end || headOnly) && opaque.isEmpty() && !over) {
            if (request.isAtStart()) {
                begun++;
            }
            long before = at;
            at = request.feed(at, end);
            headOnly = request.event() == Event.HEAD;
            if (headOnly) {
                requestHead();
            } else if (request.event() == Event.STRANGE) {
                becomeOpaque(protocolOf(NativeBytes.byteAt(before)));
            }
        }
    }

    private String protocolOf(byte first) {
        if (begun == 1 && first == TLS_HANDSHAKE) {
            return "TLS";
        }
        return begun == 1 && request.method() == StartLine.PRI ? HTTP_2 : "its protocol is unknown";
    }

    private void requestHead() {
        if (request.isLast()) {
            last = true;
        }
        if (!request.isCurrent()) {
            fixed = "it speaks HTTP/1.0";
        }
        if (request.method() == StartLine.CONNECT) {
            becomeOpaque("it speaks HTTP no more");
        } else if (request.method() == StartLine.HEAD && !heads.add(begun)) {
            becomeOpaque("too many requests wait for an answer");
        }
    }

    /** The server has sent these bytes. */
    void sent(long address, long count) {
        long end = address + count;
        long at = address;
        boolean headOnly = false;
        while ((at < end || headOnly) && opaque.isEmpty()) {
            if (answer.isAtStart() && !answerBegins()) {
                return;
            }
            at = answer.feed(at, end);
            headOnly = answer.event() == Event.HEAD;
            answerHas(answer.event());
        }
    }

    /** The server has sent so many bytes of a file. */
    void sentUnseen(long count) {
        if (opaque.isEmpty()) {
            answer.skip(count);
            answerHas(answer.event());
        }
    }

    private boolean answerBegins() {
        if (begun == answered || over) {
            becomeOpaque("its protocol is unknown");
            return false;
        }
        long number = answered + 1;
        if (number == begun && !request.isAtStart() && !request.isInBody()) {
            // The server has refused half a head. Whether it goes on reading it is not known.
            becomeOpaque("it was answered before its request");
            return false;
        }
        if (number != answering) {
            // Not again behind an interim answer.
            answering = number;
            answer.answers(heads.take(number));
        }
        return true;
    }

    private void answerHas(Event event) {
        switch (event) {
            case HEAD -> {
                last |= answer.isLast();
                if (!answer.isCurrent()) {
                    fixed = "it speaks HTTP/1.0";
                }
            }
            case END -> {
                answered++;
                over = (last && answered == begun) || answer.isLast();
                if (answered == begun && !request.isAtStart()) {
                    fixed = "it was answered before its request";
                }
            }
            case STRANGE -> {
                becomeOpaque("it speaks HTTP no more");
                switched = true;
            }
            case NOTHING, INTERIM -> {}
        }
    }

    /** Nothing is known of it from now on. */
    void becomeOpaque(String reason) {
        opaque = reason;
    }

    /** One of the two ends will send nothing more. */
    void ends() {
        last = true;
    }

    /** Whether nothing is known of it. */
    boolean isOpaque() {
        return !opaque.isEmpty();
    }

    /** Whether each request was read to its end and answered to its end, no other has begun, and more may follow. */
    boolean isAtBoundary() {
        return opaque.isEmpty()
                && fixed.isEmpty()
                && !last
                && begun == answered
                && request.isAtStart()
                && answer.isAtStart();
    }

    /** Whether a request waits for its answer, or for the end of it. */
    boolean isRunning() {
        return opaque.isEmpty() && begun != answered && !over;
    }

    /** Whether a request was answered before it was read to its end. */
    boolean isHalfRead() {
        return opaque.isEmpty() && !over && begun == answered && !request.isAtStart();
    }

    /** How many requests were answered. */
    long answered() {
        return answered;
    }

    /** Whether it speaks HTTP/2, in which a server says much that is no answer. */
    boolean isHttp2() {
        return opaque.equals(HTTP_2);
    }

    /** Whether the connection could be between two requests, and stays where it is all the same. */
    boolean isFixed() {
        return opaque.isEmpty() && !fixed.isEmpty() && !isRunning();
    }

    /** Whether waiting for the connection to become idle might be waiting for ever. */
    boolean mayLastForEver() {
        return isOpaque() || isFixed() || answer.isEndless();
    }

    /** Whether an endless answer is being sent, and no chunk of it has begun. */
    boolean isBetweenChunks() {
        return !isOpaque() && answer.isBetweenChunks();
    }

    /** Why the connection stays where it is even between two requests; empty if it does not. */
    String obstacle() {
        if (!opaque.isEmpty() || !fixed.isEmpty()) {
            return opaque.isEmpty() ? fixed : opaque;
        } else if (last) {
            return "it ends after its last answer";
        }
        return answer.isInBody() ? "an answer is being sent" : "";
    }
}
