package server;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;

/** Vert.x on its event loops. */
public final class Main {

    private static final String FILES = "/file";

    private final Vertx vertx = Vertx.vertx();

    private Main() {}

    public static void main(String[] arguments) {
        Main main = new Main();
        main.vertx
                .createHttpServer(new HttpServerOptions()
                        .setPort(Integer.parseInt(System.getenv().getOrDefault("PORT", "8080"))))
                .requestHandler(main::handle)
                .webSocketHandler(socket -> socket.textMessageHandler(socket::writeTextMessage))
                .listen();
    }

    private void handle(HttpServerRequest request) {
        switch (request.path()) {
            case "/slow" -> vertx.setTimer(Math.max(1, number(request)), timer -> describe(request));
            case "/echo" -> echo(request);
            case "/bytes" -> {
                request.response().putHeader("Content-Length", Long.toString(number(request)));
                bytes(request, 0, number(request));
            }
            case "/chunks" -> {
                request.response().setChunked(true);
                for (int i = 0; i < 10; i++) {
                    request.response().write("chunk " + i + "\n");
                }
                request.response().end();
            }
            default -> {
                if (request.path().startsWith(FILES)) {
                    request.response().sendFile(request.path().substring(FILES.length()));
                } else {
                    describe(request);
                }
            }
        }
    }

    private static void describe(HttpServerRequest request) {
        request.response()
                .end(ProcessHandle.current().pid() + " " + request.remoteAddress() + " "
                        + request.connection().localAddress() + "\n");
    }

    private static void echo(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        if (length == null) {
            request.response().setChunked(true);
        } else {
            request.response().putHeader("Content-Length", length);
        }
        request.handler(part -> {
            request.response().write(part);
            if (request.response().writeQueueFull()) {
                request.pause();
                request.response().drainHandler(drained -> request.resume());
            }
        });
        request.endHandler(end -> request.response().end());
    }

    private static void bytes(HttpServerRequest request, long from, long count) {
        long sent = from;
        while (sent < count && !request.response().writeQueueFull()) {
            byte[] part = new byte[(int) Math.min(8192, count - sent)];
            for (int i = 0; i < part.length; i++) {
                part[i] = (byte) ((sent + i) % 251);
            }
            request.response().write(Buffer.buffer(part));
            sent += part.length;
        }
        if (sent == count) {
            request.response().end();
            return;
        }
        long next = sent;
        request.response().drainHandler(drained -> bytes(request, next, count));
    }

    private static long number(HttpServerRequest request) {
        return Long.parseLong(request.query().substring(request.query().indexOf('=') + 1));
    }
}
