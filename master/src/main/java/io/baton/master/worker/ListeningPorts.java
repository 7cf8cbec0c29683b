package io.baton.master.worker;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds the TCP ports on which a process listens, in its directory of proc(5). */
final class ListeningPorts {

    private static final String LISTEN = "0A";
    private static final int LOCAL_ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;
    private static final int HEX = 16;

    private ListeningPorts() {}

    /**
     * The ports in ascending order, as {@code 8080, 8081}; empty if there is none or the process is gone.
     *
     * @param process its directory
     */
    static String of(Path process) {
        Map<String, Integer> listening = new HashMap<>();
        for (String table : List.of("tcp", "tcp6")) {
            addFrom(process.resolve("net").resolve(table), listening);
        }
        TreeSet<Integer> ports = new TreeSet<>();
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                Integer port = listening.get(target(descriptor));
                if (port != null) {
                    ports.add(port);
                }
            }
        } catch (IOException e) {
            return "";
        }
        return ports.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    /** All sockets of the network that the process sees, by the text of a link to them. */
    private static void addFrom(Path table, Map<String, Integer> listening) {
        try {
            for (String line : Files.readAllLines(table)) {
                String[] fields = line.strip().split("\\s+", -1);
                if (fields.length > INODE && fields[STATE].equals(LISTEN)) {
                    String address = fields[LOCAL_ADDRESS];
                    int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1), HEX);
                    listening.put("socket:[" + fields[INODE] + "]", port);
                }
            }
        } catch (IOException e) {
            // Without IPv6 there is no second table.
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }
}
