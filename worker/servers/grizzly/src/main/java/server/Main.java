package server;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.glassfish.grizzly.websockets.WebSocket;
import org.glassfish.grizzly.websockets.WebSocketAddOn;
import org.glassfish.grizzly.websockets.WebSocketApplication;
import org.glassfish.grizzly.websockets.WebSocketEngine;

/** Grizzly's HttpServer. */
public final class Main extends HttpHandler {

    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(System.getenv().getOrDefault("PORT", "8080"));
        HttpServer server = new HttpServer();
        NetworkListener listener = new NetworkListener("http", "0.0.0.0", port);
        listener.registerAddOn(new WebSocketAddOn());
        WebSocketEngine.getEngine().register("", "/ws", new Echo());
        server.addListener(listener);
        server.getServerConfiguration().addHttpHandler(new Main(), "/");
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown));
        server.start();
        Thread.currentThread().join();
    }

    @Override
    public void service(Request request, Response response) throws Exception {
        OutputStream out = response.getOutputStream();
        switch (request.getRequestURI()) {
            case "/echo" -> {
                if (request.getContentLengthLong() >= 0) {
                    response.setContentLengthLong(request.getContentLengthLong());
                }
                request.getInputStream().transferTo(out);
            }
            case "/bytes" -> bytes(number(request), response, out);
            case "/chunks" -> chunks(out);
            case "/slow" -> {
                Thread.sleep(number(request));
                describe(request, response, out);
            }
            default -> describe(request, response, out);
        }
    }

    private static void describe(Request request, Response response, OutputStream out) throws IOException {
        byte[] body = (ProcessHandle.current().pid() + " " + request.getRemoteAddr() + ":" + request.getRemotePort()
                        + " " + request.getLocalAddr() + ":" + request.getLocalPort() + "\n")
                .getBytes(StandardCharsets.UTF_8);
        response.setContentLength(body.length);
        out.write(body);
    }

    private static void bytes(long count, Response response, OutputStream out) throws IOException {
        response.setContentLengthLong(count);
        byte[] part = new byte[8192];
        for (long sent = 0; sent < count; sent += part.length) {
            for (int i = 0; i < part.length; i++) {
                part[i] = (byte) ((sent + i) % 251);
            }
            out.write(part, 0, (int) Math.min(part.length, count - sent));
        }
    }

    private static void chunks(OutputStream out) throws IOException {
        for (int i = 0; i < 10; i++) {
            out.write(("chunk " + i + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }

    private static long number(Request request) {
        return Long.parseLong(request.getQueryString().substring(request.getQueryString().indexOf('=') + 1));
    }

    /** Says again what it hears. */
    private static final class Echo extends WebSocketApplication {
        @Override
        public void onMessage(WebSocket socket, String text) {
            socket.send(text);
        }
    }
}
