package server;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.websocket.WsRouting;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Helidon 4: a virtual thread for each connection, so JDK 21 or newer. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        WebServer.builder()
                .port(Integer.parseInt(System.getenv().getOrDefault("PORT", "8080")))
                .routing(Main::routes)
                .addRouting(WsRouting.builder().endpoint("/ws", new Echo()))
                .build()
                .start();
    }

    private static void routes(HttpRouting.Builder routes) {
        routes.get("/", Main::describe)
                .get("/slow", Main::slow)
                .post("/echo", Main::echo)
                .get("/bytes", Main::bytes)
                .get("/chunks", Main::chunks);
    }

    private static void describe(ServerRequest request, ServerResponse response) {
        response.send(ProcessHandle.current().pid() + " " + request.remotePeer().address() + " "
                + request.localPeer().address() + "\n");
    }

    private static void slow(ServerRequest request, ServerResponse response) throws InterruptedException {
        Thread.sleep(number(request));
        describe(request, response);
    }

    private static void echo(ServerRequest request, ServerResponse response) throws IOException {
        request.headers().contentLength().ifPresent(response::contentLength);
        try (InputStream in = request.content().inputStream();
                OutputStream out = response.outputStream()) {
            in.transferTo(out);
        }
    }

    private static void bytes(ServerRequest request, ServerResponse response) throws IOException {
        long count = number(request);
        response.contentLength(count);
        try (OutputStream out = response.outputStream()) {
            byte[] part = new byte[8192];
            for (long sent = 0; sent < count; sent += part.length) {
                for (int i = 0; i < part.length; i++) {
                    part[i] = (byte) ((sent + i) % 251);
                }
                out.write(part, 0, (int) Math.min(part.length, count - sent));
            }
        }
    }

    private static void chunks(ServerRequest request, ServerResponse response) throws IOException {
        try (OutputStream out = response.outputStream()) {
            for (int i = 0; i < 10; i++) {
                out.write(("chunk " + i + "\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        }
    }

    private static long number(ServerRequest request) {
        String query = request.query().rawValue();
        return Long.parseLong(query.substring(query.indexOf('=') + 1));
    }

    /** Says again what it hears. */
    private static final class Echo implements WsListener {
        @Override
        public void onMessage(WsSession session, String text, boolean last) {
            session.send(text, last);
        }
    }
}
