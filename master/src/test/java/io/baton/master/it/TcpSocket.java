package io.baton.master.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One TCP socket of this machine as the kernel sees it (proc(5), /proc/net/tcp). */
record TcpSocket(int peerPort, int state, String inode) {

    static final int ESTABLISHED = 1;
    static final int CLOSE_WAIT = 8;
    static final int LISTEN = 10;

    /** All that have this local port now, of either family. */
    static List<TcpSocket> withLocalPort(int port) {
        List<TcpSocket> sockets = new ArrayList<>();
        for (String table : List.of("tcp", "tcp6")) {
            for (String line : lines(Path.of("/proc/net", table))) {
                String[] fields = line.trim().split("\\s+", -1);
                if (fields.length > 9 && fields[1].endsWith(String.format(":%04X", port))) {
                    sockets.add(new TcpSocket(hex(after(fields[2], ':')), hex(fields[3]), fields[9]));
                }
            }
        }
        return sockets;
    }

    /** As a link in /proc/PID/fd shows it. */
    String asLink() {
        return "socket:[" + inode + "]";
    }

    private static List<String> lines(Path table) {
        try {
            return Files.exists(table) ? Files.readAllLines(table) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String after(String text, char mark) {
        return text.substring(text.indexOf(mark) + 1);
    }

    private static int hex(String text) {
        return Integer.parseInt(text, 16);
    }
}
