import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

/** The JDK's own HttpServer. */
public final class HttpServerMain {

    private HttpServerMain() {}

    public static void main(String[] arguments) throws IOException {
        String port = System.getenv().getOrDefault("PORT", "8080");
        HttpServer server = HttpServer.create(new InetSocketAddress(Integer.parseInt(port)), 0);
        server.setExecutor(Executors.newFixedThreadPool(64));
        server.createContext("/", HttpServerMain::describe);
        server.createContext("/slow", HttpServerMain::slow);
        server.createContext("/echo", HttpServerMain::echo);
        server.createContext("/bytes", HttpServerMain::bytes);
        server.createContext("/chunks", HttpServerMain::chunks);
        server.start();
    }

    private static void describe(HttpExchange exchange) throws IOException {
        answer(
                exchange,
                ProcessHandle.current().pid() + " " + exchange.getRemoteAddress() + " " + exchange.getLocalAddress());
    }

    private static void slow(HttpExchange exchange) throws IOException {
        try {
            Thread.sleep(number(exchange));
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        describe(exchange);
    }

    private static void echo(HttpExchange exchange) throws IOException {
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        exchange.sendResponseHeaders(200, length == null ? 0 : Long.parseLong(length));
        exchange.getRequestBody().transferTo(exchange.getResponseBody());
        exchange.close();
    }

    private static void bytes(HttpExchange exchange) throws IOException {
        long count = number(exchange);
        exchange.sendResponseHeaders(200, count == 0 ? -1 : count);
        byte[] part = new byte[8192];
        for (long sent = 0; sent < count; sent += part.length) {
            for (int i = 0; i < part.length; i++) {
                part[i] = (byte) ((sent + i) % 251);
            }
            exchange.getResponseBody().write(part, 0, (int) Math.min(part.length, count - sent));
        }
        exchange.close();
    }

    private static void chunks(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        for (int i = 0; i < 10; i++) {
            exchange.getResponseBody().write(("chunk " + i + "\n").getBytes());
            exchange.getResponseBody().flush();
        }
        exchange.close();
    }

    private static long number(HttpExchange exchange) {
        String query = exchange.getRequestURI().getQuery();
        return Long.parseLong(query.substring(query.indexOf('=') + 1));
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        exchange.getRequestBody().readAllBytes();
        byte[] body = (text + "\n").getBytes();
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
