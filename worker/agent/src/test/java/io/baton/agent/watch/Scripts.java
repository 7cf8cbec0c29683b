package io.baton.agent.watch;

import java.io.ByteArrayOutputStream;
import java.util.Random;

/** Makes up what goes over a connection: mostly what HTTP/1.1 allows, in pieces of any size, sometimes with a few bytes wrong. */
final class Scripts {

    private static final String[] REQUESTS = {
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /c HTTP/1.1\r\nCookie: connection\r\nConnect: x\r\nConnection: keep-alive\r\nTE: trailers\r\n\r\n",
        "HEAD /x HTTP/1.1\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nabcde",
        "POST / HTTP/1.1\r\ncontent-length:0\r\nExpect: 100-continue\r\n\r\n",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nTransfer-Encoding:\tChunked \r\n\r\n1;a=b\r\nx\r\n0a;\r\n0123456789\r\n000\r\nT: u\r\n\r\n",
        "GET / HTTP/1.1\r\nConnection: x, Close\r\n\r\n",
        "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
        "GET / HTTP/1.0\r\n\r\n",
        "CONNECT a:1 HTTP/1.1\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nContentLength: 3\r\nContent-Lengthy: 4\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
        "POST / HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "GET / HTTP/1.1\r\nA: b\r\n c\r\n\r\n",
        "GET / HTTP/1.1\nA: b\n\n",
        "GET / HTTP/1.1\r\nA: b\rContent-Length: 2\r\n\r\nab",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1 \r\nx\r\n0\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    };

    private static final String[] ANSWERS = {
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 \r\ncontent-length:\t0 \r\n\r\n",
        "HTTP/1.1 404\r\nContent-Length: 1\r\n\r\nx",
        "HTTP/1.1 204 No Content\r\n\r\n",
        "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\n",
        "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\nA;x\r\n0123456789\r\n0\r\nA: b\r\n\r\n",
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx",
        "HTTP/1.1 200 OK\r\n\r\nendless",
        "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 1\r\n\r\nx",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n12",
    };

    private final Random random;
    private final ByteArrayOutputStream script = new ByteArrayOutputStream();

    private Scripts(Random random) {
        this.random = random;
    }

    static byte[] next(Random random) {
        return new Scripts(random).make();
    }

    private byte[] make() {
        int exchanges = 1 + random.nextInt(4);
        boolean wrong = random.nextInt(3) == 0;
        for (int i = 0; i < exchanges; i++) {
            StringBuilder requests = new StringBuilder();
            StringBuilder answers = new StringBuilder();
            for (int pipelined = 1 + (random.nextInt(3) / 2) * random.nextInt(4); pipelined > 0; pipelined--) {
                requests.append(any(REQUESTS, 9));
                answers.append(any(ANSWERS, 9));
            }
            cut(bytes(requests, wrong), false);
            cut(bytes(answers, wrong), true);
        }
        return script.toByteArray();
    }

    /** The first few are taken more often. */
    private String any(String[] all, int often) {
        return all[random.nextInt(4) == 0 ? random.nextInt(all.length) : random.nextInt(Math.min(often, all.length))];
    }

    private byte[] bytes(StringBuilder text, boolean wrong) {
        if (wrong) {
            for (int changes = random.nextInt(3); changes > 0; changes--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, letter());
                    case 1 -> text.insert(at, letter());
                    default -> text.deleteCharAt(at);
                }
            }
        }
        return Bytes.of(text.toString());
    }

    private char letter() {
        return random.nextBoolean() ? "\r\n :;,\t0Aac".charAt(random.nextInt(11)) : (char) random.nextInt(256);
    }

    private void cut(byte[] bytes, boolean server) {
        int most = 1 << random.nextInt(8);
        int at = 0;
        while (at < bytes.length) {
            int length = Math.min(bytes.length - at, 1 + random.nextInt(most));
            script.write((server ? 0x80 : 0) | (length - 1));
            script.write(bytes, at, length);
            at += length;
        }
    }
}
