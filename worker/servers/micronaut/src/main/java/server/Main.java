package server;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.runtime.Micronaut;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.websocket.WebSocketSession;
import io.micronaut.websocket.annotation.OnMessage;
import io.micronaut.websocket.annotation.ServerWebSocket;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** Micronaut on its own Netty. */
@Controller
public class Main {

    public static void main(String[] arguments) {
        Micronaut.run(Main.class, arguments);
    }

    @Get("/")
    @Produces(MediaType.TEXT_PLAIN)
    String describe(HttpRequest<?> request) {
        return ProcessHandle.current().pid() + " " + request.getRemoteAddress() + " " + request.getServerAddress()
                + "\n";
    }

    @Get("/slow")
    @Produces(MediaType.TEXT_PLAIN)
    @ExecuteOn(TaskExecutors.BLOCKING)
    String slow(@QueryValue long ms, HttpRequest<?> request) throws InterruptedException {
        Thread.sleep(ms);
        return describe(request);
    }

    @Post("/echo")
    @Consumes(MediaType.APPLICATION_OCTET_STREAM)
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @ExecuteOn(TaskExecutors.BLOCKING)
    InputStream echo(@Body InputStream body) {
        // As a byte[], 100 MB take 25 s, with java -jar too.
        return body;
    }

    @Get("/bytes")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    byte[] bytes(@QueryValue int n) {
        byte[] bytes = new byte[n];
        for (int i = 0; i < n; i++) {
            bytes[i] = (byte) (i % 251);
        }
        return bytes;
    }

    @Get("/chunks")
    MutableHttpResponse<Publisher<byte[]>> chunks() {
        return HttpResponse.<Publisher<byte[]>>ok(
                        Flux.range(0, 10).map(i -> ("chunk " + i + "\n").getBytes(StandardCharsets.UTF_8)))
                .contentType(MediaType.TEXT_PLAIN_TYPE);
    }

    /** Says again what it hears. */
    @ServerWebSocket("/ws")
    public static class Echo {

        @OnMessage
        public Publisher<String> said(String text, WebSocketSession session) {
            return session.send(text);
        }
    }
}
