package io.baton.worker.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the fuzz targets on a few inputs, so that they keep working, and on inputs that once failed. */
class FuzzTargetsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /?x HTTP/1.1\r\nHost: a\r\n\r\nGET /?y HTTP/1.1\r\nHost: a\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\nX: y\r\n\r\nGET",
                "GET / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabcGET",
                "GET / HTTP/1.1\r\nHost: a\r\nX: y\r\n folded\r\n\r\n",
                "GET / HTTP/1.0\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nabc",
                "GET  / HTTP/1.1\r\n\r\n",
                "\r\n\r\n\r\nnonsense",
            })
    void requests(String bytes) {
        RequestFuzz.fuzzerTestOneInput(bytes.getBytes(ISO_8859_1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "n=1", "n", "a&n=%31&n=2", "%6e=+x+", "n=%", "n=%zz", "=n", "n==", "&&n&"})
    void queries(String query) {
        QueryFuzz.fuzzerTestOneInput(query.getBytes(ISO_8859_1));
    }

    @Test
    void numbers() {
        Random random = new Random(1);
        byte[] input = new byte[12];
        for (int i = 0; i < 1_000; i++) {
            random.nextBytes(input);
            NumberFuzz.fuzzerTestOneInput(input);
        }
    }
}
