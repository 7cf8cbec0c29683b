package io.baton.master.dispatch;

import io.baton.protocol.HotLine;

/** The name of a listener on the wire, with the part of its {@code newconn} lines that never changes. */
public final class ListenKey {

    private final String name;
    private final byte[] newConnectionPrefix;

    /** A listener's key, as {@link io.baton.protocol.ListenRequest#key} makes it. */
    public ListenKey(String name) {
        this.name = name;
        this.newConnectionPrefix = HotLine.newConnectionPrefix(name);
    }

    /** As the workers know it. */
    public String name() {
        return name;
    }

    byte[] newConnectionPrefix() {
        return newConnectionPrefix;
    }
}
