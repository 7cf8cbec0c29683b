import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** A blocking ServerSocket with a thread for each connection: a virtual one where the JDK has them. */
public final class ServerSocketMain {

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    private ServerSocketMain(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = new BufferedOutputStream(socket.getOutputStream());
    }

    public static void main(String[] arguments) throws Exception {
        Executor threads = threads();
        String port = System.getenv().getOrDefault("PORT", "8080");
        try (ServerSocket server = new ServerSocket(Integer.parseInt(port), 1024)) {
            while (true) {
                Socket socket = server.accept();
                threads.execute(() -> serve(socket));
            }
        }
    }

    private static Executor threads() throws Exception {
        if (Runtime.version().feature() >= 21 && !Boolean.getBoolean("platform.threads")) {
            return (Executor) Executors.class
                    .getMethod("newVirtualThreadPerTaskExecutor")
                    .invoke(null);
        }
        return Executors.newCachedThreadPool();
    }

    private static void serve(Socket socket) {
        try (socket) {
            ServerSocketMain connection = new ServerSocketMain(socket);
            while (connection.answer()) {}
        } catch (IOException | InterruptedException e) {
            // The client has gone.
        }
    }

    /** Returns whether there was a request. */
    private boolean answer() throws IOException, InterruptedException {
        String request = line();
        if (request == null) {
            return false;
        }
        long length = 0;
        for (String line = line(); line != null && !line.isEmpty(); line = line()) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Long.parseLong(line.substring(15).trim());
            }
        }
        String target = request.split(" ")[1];
        long number = target.indexOf('=') < 0 ? 0 : Long.parseLong(target.substring(target.indexOf('=') + 1));
        if (target.startsWith("/echo")) {
            head("Content-Length: " + length);
            copy(length);
        } else if (target.startsWith("/bytes")) {
            head("Content-Length: " + number);
            bytes(number);
        } else if (target.startsWith("/chunks")) {
            chunks();
        } else {
            in.skipNBytes(length);
            if (target.startsWith("/slow")) {
                Thread.sleep(number);
            }
            String line = ProcessHandle.current().pid() + " " + socket.getRemoteSocketAddress() + " "
                    + socket.getLocalSocketAddress() + "\n";
            head("Content-Length: " + line.length());
            out.write(line.getBytes());
        }
        out.flush();
        return true;
    }

    private void head(String field) throws IOException {
        out.write(("HTTP/1.1 200 OK\r\n" + field + "\r\n\r\n").getBytes());
    }

    private void copy(long length) throws IOException {
        byte[] part = new byte[8192];
        for (long left = length; left > 0; ) {
            int count = in.read(part, 0, (int) Math.min(part.length, left));
            if (count < 0) {
                throw new EOFException();
            }
            out.write(part, 0, count);
            left -= count;
        }
    }

    private void bytes(long count) throws IOException {
        byte[] part = new byte[8192];
        for (long sent = 0; sent < count; sent += part.length) {
            for (int i = 0; i < part.length; i++) {
                part[i] = (byte) ((sent + i) % 251);
            }
            out.write(part, 0, (int) Math.min(part.length, count - sent));
        }
    }

    private void chunks() throws IOException {
        head("Transfer-Encoding: chunked");
        for (int i = 0; i < 10; i++) {
            out.write(("8\r\nchunk " + i + "\n\r\n").getBytes());
            out.flush();
        }
        out.write("0\r\n\r\n".getBytes());
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return null;
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}
