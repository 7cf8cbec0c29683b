package io.baton.agent.boot;

import java.util.List;

/** All that is changed in the JDK. Every member is there in JDK 17 to 25. */
final class Redirections {

    private static final String PACKAGE = "sun/nio/ch/";
    private static final String HOOK = PACKAGE + "HookedNet";
    private static final String SOCKETS = PACKAGE + "SocketDispatcher";
    private static final String WATCHED_SOCKETS = PACKAGE + "WatchedDispatcher";
    private static final String FILES = PACKAGE + "FileDispatcherImpl";
    private static final String WATCHED_FILES = PACKAGE + "WatchedFileDispatcher";

    private static final String FD = "(Ljava/io/FileDescriptor;";
    private static final String NET = PACKAGE + "Net.";
    private static final String BIND = NET + "bind" + FD + "Ljava/net/InetAddress;I)V";
    private static final String BIND_FAMILY =
            NET + "bind(Ljava/net/ProtocolFamily;Ljava/io/FileDescriptor;Ljava/net/InetAddress;I)V";
    private static final String LISTEN = NET + "listen" + FD + "I)V";
    private static final String ADDRESS = NET + "localAddress" + FD + ")Ljava/net/InetSocketAddress;";
    private static final String ACCEPT =
            NET + "accept" + FD + "Ljava/io/FileDescriptor;[Ljava/net/InetSocketAddress;)I";
    private static final String SHUTDOWN = NET + "shutdown" + FD + "I)V";
    private static final String BLOCKING = PACKAGE + "IOUtil.configureBlocking" + FD + "Z)V";

    private static final String OPTION = "Ljava/net/SocketOption;";
    private static final String FAMILY = "Ljava/net/ProtocolFamily;";
    private static final String SET_OPTION = NET + "setSocketOption" + FD + OPTION + "Ljava/lang/Object;)V";
    private static final String GET_OPTION = NET + "getSocketOption" + FD + OPTION + ")Ljava/lang/Object;";
    private static final String SET_OF_FAMILY = NET + "setSocketOption" + FD + FAMILY + OPTION + "Ljava/lang/Object;)V";
    private static final String GET_OF_FAMILY = NET + "getSocketOption" + FD + FAMILY + OPTION + ")Ljava/lang/Object;";

    static final List<Redirection> ALL = List.of(
            sockets(
                    "ServerSocketChannelImpl",
                    BIND_FAMILY,
                    LISTEN,
                    ADDRESS,
                    ACCEPT,
                    BLOCKING,
                    SET_OF_FAMILY,
                    GET_OF_FAMILY),
            sockets(
                    "NioSocketImpl",
                    BIND,
                    LISTEN,
                    ADDRESS,
                    ACCEPT,
                    BLOCKING,
                    SHUTDOWN,
                    SET_OPTION,
                    GET_OPTION,
                    GET_OF_FAMILY),
            sockets("SocketChannelImpl", SHUTDOWN, BLOCKING),
            calls("AsynchronousServerSocketChannelImpl", BIND, LISTEN, ADDRESS, SET_OF_FAMILY, GET_OF_FAMILY),
            sockets("UnixAsynchronousServerSocketChannelImpl", ACCEPT),
            calls("AsynchronousSocketChannelImpl", SHUTDOWN),
            sockets("UnixAsynchronousSocketChannelImpl"),
            new Redirection(PACKAGE + "FileChannelImpl", FILES, WATCHED_FILES, HOOK, List.of()));

    private Redirections() {}

    private static Redirection sockets(String type, String... members) {
        return new Redirection(PACKAGE + type, SOCKETS, WATCHED_SOCKETS, HOOK, List.of(members));
    }

    private static Redirection calls(String type, String... members) {
        return new Redirection(PACKAGE + type, "", WATCHED_SOCKETS, HOOK, List.of(members));
    }
}
