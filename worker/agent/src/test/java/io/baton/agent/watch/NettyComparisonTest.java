package io.baton.agent.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A connection that is idle here is idle for Netty's readers too, whatever went over it and wherever it was cut. */
class NettyComparisonTest {

    private static final int SERVER = 0x80;

    private final Bytes memory = new Bytes(1 << 16);

    /** What Netty's readers have seen of one connection. */
    private static final class Netty {

        final Requests requests = new Requests();
        final Responses responses = new Responses();
        final EmbeddedChannel client = new EmbeddedChannel(requests);
        final EmbeddedChannel server = new EmbeddedChannel(responses);
        final Deque<HttpMethod> asked = new ArrayDeque<>();
        int begun;
        int read;
        int answersBegun;
        int answered;
        boolean refused;

        void moved(boolean server, byte[] bytes, int from, int to) {
            if (server) {
                sent(bytes, from, to);
            } else {
                received(bytes, from, to);
            }
        }

        void received(byte[] bytes, int from, int to) {
            client.writeInbound(Unpooled.copiedBuffer(bytes, from, to - from));
            for (HttpObject next = client.readInbound(); next != null; next = client.readInbound()) {
                refused |= next.decoderResult().isFailure();
                if (next instanceof HttpRequest request) {
                    begun++;
                    asked.add(request.method());
                }
                read += next instanceof LastHttpContent ? 1 : 0;
                ReferenceCountUtil.release(next);
            }
        }

        void sent(byte[] bytes, int from, int to) {
            server.writeInbound(Unpooled.copiedBuffer(bytes, from, to - from));
            boolean interim = false;
            for (HttpObject next = server.readInbound(); next != null; next = server.readInbound()) {
                refused |= next.decoderResult().isFailure();
                if (next instanceof HttpResponse response) {
                    interim = response.status().code() < 200;
                    answersBegun += interim ? 0 : 1;
                }
                answered += next instanceof LastHttpContent && !interim ? 1 : 0;
                ReferenceCountUtil.release(next);
            }
        }

        boolean isIdle() {
            return begun == read && answersBegun == answered && read == answered && buffered() == 0;
        }

        int buffered() {
            return requests.buffered() + responses.buffered();
        }

        void close() {
            client.finishAndReleaseAll();
            server.finishAndReleaseAll();
        }

        @Override
        public String toString() {
            return "begun " + begun + ", read " + read + ", answers begun " + answersBegun + ", answered " + answered
                    + ", buffered " + buffered() + ", refused " + refused;
        }

        private static final class Requests extends HttpRequestDecoder {
            int buffered() {
                return actualReadableBytes();
            }
        }

        private final class Responses extends HttpResponseDecoder {
            int buffered() {
                return actualReadableBytes();
            }

            @Override
            protected boolean isContentAlwaysEmpty(HttpMessage message) {
                boolean interim = message instanceof HttpResponse response
                        && response.status().code() < 200;
                HttpMethod method = interim ? asked.peek() : asked.poll();
                return HttpMethod.HEAD.equals(method) || super.isContentAlwaysEmpty(message);
            }
        }
    }

    @Test
    void whatIsIdleHereIsIdleForNetty() {
        int idle = 0;
        for (long seed = 0; seed < 1_500; seed++) {
            idle += run(seed) ? 1 : 0;
        }
        assertTrue(idle > 200, "only " + idle + " were ever idle");
    }

    private boolean run(long seed) {
        byte[] script = Scripts.next(new Random(seed));
        Exchange exchange = new Exchange();
        Netty netty = new Netty();
        boolean everIdle = false;
        int at = 0;
        // A head that only Netty refuses ends its connection, wherever it stands.
        while (at < script.length && !exchange.isOpaque() && !netty.refused) {
            int from = at + 1;
            int to = Math.min(from + (script[at] & (SERVER - 1)) + 1, script.length);
            if (from < to) {
                long address = memory.put(script, from, to);
                boolean server = (script[at] & SERVER) != 0;
                if (server) {
                    exchange.sent(address, to - from);
                } else {
                    exchange.received(address, to - from);
                }
                if (!exchange.isOpaque()) {
                    netty.moved(server, script, from, to);
                }
            }
            if (exchange.isAtBoundary() && !netty.refused) {
                assertTrue(netty.isIdle(), "seed " + seed + ": " + netty);
                assertEquals(exchange.answered(), netty.answered, "seed " + seed);
                everIdle |= exchange.answered() > 0;
            }
            at = to;
        }
        netty.close();
        return everIdle;
    }
}
