package server;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/** Jetty 12 without servlets. */
public final class Main extends Handler.Abstract {

    public static void main(String[] arguments) throws Exception {
        Server server = new Server(Integer.parseInt(System.getenv().getOrDefault("PORT", "8080")));
        server.setHandler(new Handler.Sequence(
                WebSocketUpgradeHandler.from(
                        server,
                        container -> container.addMapping("/ws", (request, response, callback) -> new Echo())),
                new Main()));
        server.setStopAtShutdown(true);
        server.start();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        switch (Request.getPathInContext(request)) {
            case "/slow" -> Thread.sleep(number(request));
            case "/bytes" -> {
                bytes(request, response);
                callback.succeeded();
                return true;
            }
            case "/chunks" -> {
                chunks(response);
                callback.succeeded();
                return true;
            }
            case "/echo" -> {
                Content.copy(request, response, callback);
                return true;
            }
            default -> {}
        }
        String line = ProcessHandle.current().pid() + " " + request.getConnectionMetaData().getRemoteSocketAddress() + " "
                + request.getConnectionMetaData().getLocalSocketAddress() + "\n";
        Content.Sink.write(response, true, line, callback);
        return true;
    }

    private static void bytes(Request request, Response response) throws Exception {
        long count = number(request);
        response.getHeaders().put("Content-Length", count);
        try (OutputStream out = Content.Sink.asOutputStream(response)) {
            byte[] part = new byte[8192];
            for (long sent = 0; sent < count; sent += part.length) {
                for (int i = 0; i < part.length; i++) {
                    part[i] = (byte) ((sent + i) % 251);
                }
                out.write(part, 0, (int) Math.min(part.length, count - sent));
            }
        }
    }

    private static void chunks(Response response) throws Exception {
        try (OutputStream out = Content.Sink.asOutputStream(response)) {
            for (int i = 0; i < 10; i++) {
                out.write(("chunk " + i + "\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        }
    }

    private static long number(Request request) {
        String query = request.getHttpURI().getQuery();
        return Long.parseLong(query.substring(query.indexOf('=') + 1));
    }

    /** Says again what it hears. */
    public static final class Echo extends Session.Listener.Abstract {
        @Override
        public void onWebSocketOpen(Session session) {
            super.onWebSocketOpen(session);
            session.demand();
        }

        @Override
        public void onWebSocketText(String text) {
            getSession().sendText(text, org.eclipse.jetty.websocket.api.Callback.NOOP);
            getSession().demand();
        }
    }
}
