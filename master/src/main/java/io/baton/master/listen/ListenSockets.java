package io.baton.master.listen;

import io.baton.master.config.GroupConfig;
import io.baton.master.config.ListenConfig;
import io.baton.master.config.Mode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Opens the sockets of an application before its first worker starts. Waits for files and name services. */
public final class ListenSockets {

    private ListenSockets() {}

    /**
     * The sockets on which the master opens the listeners of an application, in their order: all of them or none. The caller owns
     * them.
     *
     * @throws IOException if one cannot be opened
     */
    public static List<ListenSocket> open(GroupConfig config) throws IOException {
        List<ListenSocket> opened = new ArrayList<>();
        try {
            for (ListenConfig listener : config.opened()) {
                opened.add(open(listener, config.delivery().mode()));
            }
            return opened;
        } catch (IOException e) {
            opened.forEach(ListenSocket::close);
            throw e;
        }
    }

    private static ListenSocket open(ListenConfig listener, Mode mode) throws IOException {
        if (listener.isPath()) {
            return UnixBinder.bind(listener);
        }
        return mode == Mode.REUSEPORT
                ? Binder.reserve(listener.host(), listener.port())
                : Binder.bind(listener.host(), listener.port());
    }
}
