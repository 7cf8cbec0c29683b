package server;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;
import org.springframework.web.socket.handler.TextWebSocketHandler;

/** Spring Boot MVC on Tomcat. */
@RestController
@SpringBootApplication
@EnableWebSocket
public class Main implements WebSocketConfigurer {

    public static void main(String[] arguments) {
        SpringApplication.run(Main.class, arguments);
    }

    @Override
    public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
        registry.addHandler(new Echo(), "/ws");
    }

    @GetMapping("/")
    String describe(HttpServletRequest request) {
        return ProcessHandle.current().pid() + " " + request.getRemoteAddr() + ":" + request.getRemotePort() + " "
                + request.getLocalAddr() + ":" + request.getLocalPort() + "\n";
    }

    @GetMapping("/slow")
    String slow(@RequestParam long ms, HttpServletRequest request) throws InterruptedException {
        Thread.sleep(ms);
        return describe(request);
    }

    @PostMapping("/echo")
    void echo(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getContentLengthLong() >= 0) {
            response.setContentLengthLong(request.getContentLengthLong());
        }
        request.getInputStream().transferTo(response.getOutputStream());
    }

    @GetMapping("/bytes")
    void bytes(@RequestParam("n") long count, HttpServletResponse response) throws IOException {
        response.setContentLengthLong(count);
        OutputStream out = response.getOutputStream();
        byte[] part = new byte[8192];
        for (long sent = 0; sent < count; sent += part.length) {
            for (int i = 0; i < part.length; i++) {
                part[i] = (byte) ((sent + i) % 251);
            }
            out.write(part, 0, (int) Math.min(part.length, count - sent));
        }
    }

    /** Tomcat has the kernel send the file. */
    @GetMapping("/file/**")
    void file(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String file = request.getRequestURI().substring("/file".length());
        long length = Files.size(Path.of(file));
        response.setContentLengthLong(length);
        request.setAttribute("org.apache.tomcat.sendfile.filename", file);
        request.setAttribute("org.apache.tomcat.sendfile.start", 0L);
        request.setAttribute("org.apache.tomcat.sendfile.end", length);
    }

    @GetMapping("/chunks")
    void chunks(HttpServletResponse response) throws IOException {
        for (int i = 0; i < 10; i++) {
            response.getOutputStream().write(("chunk " + i + "\n").getBytes(StandardCharsets.UTF_8));
            response.flushBuffer();
        }
    }

    /** Says again what it hears. */
    private static final class Echo extends TextWebSocketHandler {
        @Override
        protected void handleTextMessage(WebSocketSession session, TextMessage message) throws IOException {
            session.sendMessage(message);
        }
    }
}
