package server;

import java.time.Duration;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.socket.WebSocketHandler;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Spring WebFlux on reactor-netty, whose native transport is on the class path. */
@RestController
@SpringBootApplication
public class Main {

    private static final int PART = 8192;

    public static void main(String[] arguments) {
        SpringApplication.run(Main.class, arguments);
    }

    /** Says again what it hears by WebSocket. */
    @Bean
    HandlerMapping sockets() {
        WebSocketHandler echo = session -> session.send(
                session.receive().map(message -> session.textMessage(message.getPayloadAsText())));
        return new SimpleUrlHandlerMapping(Map.of("/ws", echo), -1);
    }

    @GetMapping("/")
    String describe(ServerHttpRequest request) {
        return ProcessHandle.current().pid() + " " + request.getRemoteAddress() + " " + request.getLocalAddress()
                + "\n";
    }

    @GetMapping("/slow")
    Mono<String> slow(@RequestParam long ms, ServerHttpRequest request) {
        return Mono.delay(Duration.ofMillis(ms)).map(tick -> describe(request));
    }

    @PostMapping("/echo")
    Mono<Void> echo(ServerHttpRequest request, ServerHttpResponse response) {
        if (request.getHeaders().getContentLength() >= 0) {
            response.getHeaders().setContentLength(request.getHeaders().getContentLength());
        }
        return response.writeWith(request.getBody());
    }

    @GetMapping("/bytes")
    Mono<Void> bytes(@RequestParam("n") long count, ServerHttpResponse response) {
        response.getHeaders().setContentLength(count);
        DataBufferFactory buffers = response.bufferFactory();
        Flux<DataBuffer> parts = Flux.generate(() -> 0L, (sent, sink) -> {
            if (sent >= count) {
                sink.complete();
                return sent;
            }
            byte[] part = new byte[(int) Math.min(PART, count - sent)];
            for (int i = 0; i < part.length; i++) {
                part[i] = (byte) ((sent + i) % 251);
            }
            sink.next(buffers.wrap(part));
            return sent + part.length;
        });
        return response.writeWith(parts);
    }

    @GetMapping(path = "/chunks", produces = MediaType.TEXT_PLAIN_VALUE)
    Flux<String> chunks() {
        return Flux.range(0, 10).map(i -> "chunk " + i + "\n");
    }
}
