package io.baton.master.it;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A WebSocket connection to a server that echoes {@code PID TEXT}. Fails rather than waits for ever. */
final class WebSocketClient implements WebSocket.Listener, AutoCloseable {

    private static final int LIMIT_SECONDS = 30;

    private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final StringBuilder text = new StringBuilder();
    private final WebSocket socket;

    WebSocketClient(HttpClient http, int port) throws Exception {
        socket = http.newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/"), this)
                .get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    /** Says something and hears it again. Returns the pid of who said it; null when the connection ended. */
    @Nullable
    Integer echo(String said) throws Exception {
        try {
            socket.sendText(said, true).get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            return null;
        }
        String answer = heard.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (answer == null) {
            throw new AssertionError("no echo of " + said);
        }
        if (answer.isEmpty()) {
            return null;
        }
        if (!answer.endsWith(" " + said)) {
            throw new AssertionError("echo of " + said + ": " + answer);
        }
        return Integer.valueOf(answer.substring(0, answer.indexOf(' ')));
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            heard.add(text.toString());
            text.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        heard.add("");
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        heard.add("");
    }

    @Override
    public void close() {
        socket.abort();
    }
}
