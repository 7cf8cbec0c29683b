package server;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.server.handlers.resource.PathResourceManager;
import io.undertow.util.Headers;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Undertow, with handlers that block. */
public final class Main {

    /** Larger files are sent by the kernel. */
    private static final long LARGE = 1024;

    private Main() {}

    public static void main(String[] arguments) {
        Undertow.builder()
                .addHttpListener(Integer.parseInt(System.getenv().getOrDefault("PORT", "8080")), "0.0.0.0")
                .setHandler(Handlers.path(new BlockingHandler(Main::handle))
                        .addPrefixPath("/file", Handlers.resource(new PathResourceManager(Path.of("/"), LARGE)))
                        .addExactPath("/ws", Handlers.websocket((exchange, channel) -> {
                            channel.getReceiveSetter().set(new Echo());
                            channel.resumeReceives();
                        })))
                .build()
                .start();
    }

    private static void handle(HttpServerExchange exchange) throws Exception {
        OutputStream out = exchange.getOutputStream();
        switch (exchange.getRequestPath()) {
            case "/echo" -> echo(exchange, out);
            case "/bytes" -> bytes(exchange, out);
            case "/chunks" -> chunks(out);
            case "/slow" -> {
                Thread.sleep(number(exchange));
                describe(exchange, out);
            }
            default -> describe(exchange, out);
        }
        out.close();
    }

    private static void describe(HttpServerExchange exchange, OutputStream out) throws IOException {
        byte[] body = (ProcessHandle.current().pid() + " " + exchange.getSourceAddress() + " "
                        + exchange.getDestinationAddress() + "\n")
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().put(Headers.CONTENT_LENGTH, body.length);
        out.write(body);
    }

    private static void echo(HttpServerExchange exchange, OutputStream out) throws IOException {
        if (exchange.getRequestContentLength() >= 0) {
            exchange.getResponseHeaders().put(Headers.CONTENT_LENGTH, exchange.getRequestContentLength());
        }
        exchange.getInputStream().transferTo(out);
    }

    private static void bytes(HttpServerExchange exchange, OutputStream out) throws IOException {
        long count = number(exchange);
        exchange.getResponseHeaders().put(Headers.CONTENT_LENGTH, count);
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

    private static long number(HttpServerExchange exchange) {
        String query = exchange.getQueryString();
        return Long.parseLong(query.substring(query.indexOf('=') + 1));
    }

    /** Says again what it hears. */
    private static final class Echo extends AbstractReceiveListener {
        @Override
        protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
            WebSockets.sendText(message.getData(), channel, null);
        }
    }
}
