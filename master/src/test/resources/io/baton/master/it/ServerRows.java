import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.*;
import java.nio.ByteBuffer;
import java.nio.channels.*;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.*;
import jdk.net.ExtendedSocketOptions;

/** Prints what a program sees of its sockets, one row a line. The lines do not depend on the port. */
public class Main {

    interface Row {
        Object get() throws Exception;
    }

    static int port;

    /** The program is also an agent, which uses every kind of socket before the program begins. */
    public static void premain(String options) throws Exception {
        System.out.println("says another agent: " + ownPort().equals("7 true"));
        try (ServerSocketChannel server = ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 0));
                SocketChannel client = SocketChannel.open(server.getLocalAddress());
                SocketChannel accepted = server.accept();
                AsynchronousServerSocketChannel other = AsynchronousServerSocketChannel.open()) {
            AsynchronousSocketChannel.open().close();
        }
    }

    public static void main(String[] ports) throws Exception {
        port = Integer.parseInt(ports[0]);
        row("client with a port of its own", Main::boundClient);
        for (String host : new String[] {"", "localhost", "127.0.0.1", "::1", "0.0.0.0", "203.0.113.9"}) {
            addresses(host, host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port));
        }
        row("port 0", Main::ownPort);
        row("path", Main::path);
        row("datagrams", Main::datagrams);
        InetSocketAddress every = new InetSocketAddress(port);
        InetSocketAddress loopback = new InetSocketAddress("127.0.0.1", port);
        row("every address, then every address", () -> twice(every, every));
        row("every address, then one", () -> twice(every, loopback));
        row("one, then every address", () -> twice(loopback, every));
        row("one, then the same one", () -> twice(loopback, loopback));
        row("SO_REUSEPORT once", () -> reuse(false));
        row("SO_REUSEPORT on both", () -> reuse(true));
        row("bound to see whether it is free", Main::probe);
        row("options of a ServerSocket", () -> options(new Plain()));
        row("options of a channel", () -> options(new Channel()));
        row("options of an asynchronous channel", () -> options(new Asynchronous()));
        row("nothing to accept", Main::nothingToAccept);
        row("closed during accept", Main::closedDuringAccept);
        System.out.println("says end");
        ServerSocket last = new ServerSocket(port);
        while (true) {
            try (Socket client = last.accept()) {
                client.getOutputStream().write(words(client.getLocalAddress() + " " + client.getInetAddress()).getBytes());
            }
        }
    }

    static void row(String name, Row row) {
        Object result;
        try {
            result = row.get();
        } catch (Exception e) {
            result = e;
        }
        System.out.println("says " + name + ": " + words(result));
    }

    static String words(Object result) {
        return String.valueOf(result).replaceAll("\\b" + port + "\\b", "PORT").replace('\n', ' ');
    }

    static void addresses(String host, InetSocketAddress at) {
        row("ServerSocket at " + host, () -> {
            try (ServerSocket s = new ServerSocket()) {
                s.bind(at);
                return s.getLocalSocketAddress() + " " + s.getInetAddress() + " " + s.getLocalPort() + " " + s + s.isBound();
            }
        });
        row("channel at " + host, () -> {
            try (ServerSocketChannel s = ServerSocketChannel.open()) {
                s.bind(at, 10);
                return s.getLocalAddress() + " " + s.socket() + " " + s;
            }
        });
        row("channel of IPv4 at " + host, () -> {
            try (ServerSocketChannel s = ServerSocketChannel.open(StandardProtocolFamily.INET)) {
                return s.bind(at).getLocalAddress();
            }
        });
        row("asynchronous channel at " + host, () -> {
            try (AsynchronousServerSocketChannel s = AsynchronousServerSocketChannel.open()) {
                return s.bind(at).getLocalAddress() + " " + s;
            }
        });
        row("HttpServer at " + host, () -> {
            HttpServer s = HttpServer.create(at, 0);
            String address = s.getAddress() + "";
            s.start();
            s.stop(0);
            return address;
        });
    }

    static Object ownPort() throws IOException {
        try (ServerSocket own = new ServerSocket(0);
                Socket client = new Socket("127.0.0.1", own.getLocalPort());
                Socket accepted = own.accept()) {
            accepted.getOutputStream().write(7);
            return client.getInputStream().read() + " " + (accepted.getPort() == client.getLocalPort());
        }
    }

    static Object path() throws IOException {
        Path path = Files.createTempDirectory("rows").resolve("s");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path));
            try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path));
                    SocketChannel accepted = server.accept();
                    ServerSocketChannel second = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                accepted.write(ByteBuffer.wrap(new byte[] {7}));
                second.bind(UnixDomainSocketAddress.of(path));
                return "bound twice";
            }
        } finally {
            Files.delete(path);
            Files.delete(path.getParent());
        }
    }

    static Object boundClient() throws IOException {
        try (ServerSocket own = new ServerSocket(0);
                Socket client = new Socket()) {
            client.setReuseAddress(true);
            client.bind(new InetSocketAddress("127.0.0.1", port));
            client.connect(new InetSocketAddress("127.0.0.1", own.getLocalPort()));
            client.setSoLinger(true, 0);
            return own.accept().getPort() + " " + client.getLocalSocketAddress();
        }
    }

    static Object datagrams() throws IOException {
        try (DatagramSocket one = new DatagramSocket(port)) {
            return one.getLocalSocketAddress();
        }
    }

    static Object twice(SocketAddress first, SocketAddress second) throws IOException {
        try (ServerSocket one = new ServerSocket();
                ServerSocketChannel other = ServerSocketChannel.open()) {
            one.bind(first);
            other.bind(second);
            return other;
        }
    }

    static Object reuse(boolean both) throws Exception {
        try (ServerSocketChannel one = ServerSocketChannel.open();
                ServerSocketChannel other = ServerSocketChannel.open()) {
            one.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            other.setOption(StandardSocketOptions.SO_REUSEPORT, both);
            one.bind(new InetSocketAddress("127.0.0.1", port));
            return other.bind(new InetSocketAddress("127.0.0.1", port)).getLocalAddress();
        }
    }

    static Object probe() throws IOException {
        new ServerSocket(port).close();
        try (ServerSocket after = new ServerSocket(port)) {
            return after;
        }
    }

    /** One kind of server socket. */
    interface Kind extends AutoCloseable {
        NetworkChannel options();

        <T> void set(SocketOption<T> option, T value) throws IOException;

        Object get(SocketOption<?> option) throws IOException;

        Set<SocketOption<?>> all();

        void bind(SocketAddress address) throws IOException;

        /** Returns the values of options of the accepted socket, and its address. */
        Object accept(SocketOption<?>... values) throws Exception;
    }

    static Object options(Kind kind) throws Exception {
        try (kind) {
            kind.set(StandardSocketOptions.SO_RCVBUF, 144_000);
            kind.set(ExtendedSocketOptions.TCP_KEEPCOUNT, 5);
            if (kind.all().contains(StandardSocketOptions.IP_TOS)) {
                kind.set(StandardSocketOptions.IP_TOS, 16);
            }
            kind.bind(new InetSocketAddress("127.0.0.1", port));
            kind.set(ExtendedSocketOptions.TCP_KEEPIDLE, 77);
            StringBuilder all = new StringBuilder();
            kind.all().stream().sorted(Comparator.comparing(SocketOption::name)).forEach(option -> {
                try {
                    all.append(option.name()).append('=').append(kind.get(option)).append(' ');
                } catch (Exception e) {
                    all.append(option.name()).append('=').append(e).append(' ');
                }
            });
            try (Socket client = new Socket("127.0.0.1", port)) {
                all.append(kind.accept(
                        StandardSocketOptions.SO_RCVBUF,
                        StandardSocketOptions.SO_KEEPALIVE,
                        StandardSocketOptions.TCP_NODELAY,
                        ExtendedSocketOptions.TCP_KEEPCOUNT,
                        ExtendedSocketOptions.TCP_KEEPIDLE,
                        ExtendedSocketOptions.TCP_KEEPINTERVAL));
            }
            return all;
        }
    }

    static class Plain implements Kind {
        final ServerSocket socket;

        Plain() throws IOException {
            socket = new ServerSocket();
        }

        public NetworkChannel options() {
            return null;
        }

        public <T> void set(SocketOption<T> option, T value) throws IOException {
            socket.setOption(option, value);
        }

        public Object get(SocketOption<?> option) throws IOException {
            return socket.getOption(option);
        }

        public Set<SocketOption<?>> all() {
            return socket.supportedOptions();
        }

        public void bind(SocketAddress address) throws IOException {
            socket.bind(address);
        }

        public Object accept(SocketOption<?>... values) throws Exception {
            try (Socket client = socket.accept()) {
                StringBuilder all = new StringBuilder(client.getLocalSocketAddress() + "");
                for (SocketOption<?> value : values) {
                    all.append(' ').append(client.getOption(value));
                }
                return all;
            }
        }

        public void close() throws IOException {
            socket.close();
        }
    }

    static class Channel implements Kind {
        final ServerSocketChannel channel;

        Channel() throws IOException {
            channel = ServerSocketChannel.open();
        }

        public NetworkChannel options() {
            return channel;
        }

        public <T> void set(SocketOption<T> option, T value) throws IOException {
            options().setOption(option, value);
        }

        public Object get(SocketOption<?> option) throws IOException {
            return options().getOption(option);
        }

        public Set<SocketOption<?>> all() {
            return options().supportedOptions();
        }

        public void bind(SocketAddress address) throws IOException {
            channel.bind(address);
        }

        public Object accept(SocketOption<?>... values) throws Exception {
            return told(channel.accept(), values);
        }

        static Object told(NetworkChannel client, SocketOption<?>... values) throws IOException {
            try (client) {
                StringBuilder all = new StringBuilder(client.getLocalAddress() + "");
                for (SocketOption<?> value : values) {
                    all.append(' ').append(client.getOption(value));
                }
                return all;
            }
        }

        public void close() throws IOException {
            channel.close();
        }
    }

    static class Asynchronous extends Channel {
        final AsynchronousServerSocketChannel server;

        Asynchronous() throws IOException {
            server = AsynchronousServerSocketChannel.open();
        }

        public NetworkChannel options() {
            return server;
        }

        public void bind(SocketAddress address) throws IOException {
            server.bind(address);
        }

        public Object accept(SocketOption<?>... values) throws Exception {
            return told(server.accept().get(10, TimeUnit.SECONDS), values);
        }

        public void close() throws IOException {
            super.close();
            server.close();
        }
    }

    static Object nothingToAccept() throws IOException {
        try (ServerSocketChannel channel = ServerSocketChannel.open();
                Selector selector = Selector.open()) {
            channel.bind(new InetSocketAddress(port));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_ACCEPT);
            Object nothing = channel.accept() + " " + selector.selectNow();
            try (Socket client = new Socket("127.0.0.1", port)) {
                selector.select(10_000);
                boolean ready = selector.selectedKeys().iterator().next().isAcceptable();
                try (SocketChannel accepted = channel.accept()) {
                    selector.selectedKeys().clear();
                    return nothing + " " + ready + " " + accepted.isBlocking() + " " + selector.selectNow();
                }
            }
        }
    }

    static Object closedDuringAccept() throws Exception {
        StringBuilder all = new StringBuilder();
        try (ServerSocket socket = new ServerSocket(port)) {
            socket.setSoTimeout(20);
            try {
                socket.accept();
            } catch (SocketTimeoutException e) {
                all.append(e).append(' ');
            }
            socket.setSoTimeout(0);
            CompletableFuture<Object> end = new CompletableFuture<>();
            Thread thread = new Thread(() -> {
                try {
                    end.complete(socket.accept());
                } catch (IOException e) {
                    // What it says depends on when it was closed.
                    end.complete(e.getClass());
                }
            });
            thread.start();
            socket.close();
            all.append(end.get(10, TimeUnit.SECONDS)).append(' ').append(socket);
        }
        return all;
    }
}
