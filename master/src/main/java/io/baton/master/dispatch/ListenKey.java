package io.baton.master.dispatch;

import io.baton.protocol.HotLine;

/** The name of a listener on the wire, with the part of its {@code newconn} lines that never changes. */
public final class ListenKey {

    private final String name;
    private final byte[] newConnectionPrefix;
    private final boolean sticky;

    private ListenKey(String name, byte[] newConnectionPrefix, boolean sticky) {
        this.name = name;
        this.newConnectionPrefix = newConnectionPrefix;
        this.sticky = sticky;
    }

    /** A listener's key, as {@link io.baton.protocol.ListenRequest#key} makes it. */
    public ListenKey(String name) {
        this(name, HotLine.newConnectionPrefix(name), false);
    }

    /** The key of a listener whose connections go to programs as messages. A program acknowledges them and says no more. */
    public static ListenKey sticky(String name) {
        return new ListenKey(name, HotLine.stickyConnectionPrefix(), true);
    }

    boolean isSticky() {
        return sticky;
    }

    /** The name by which the workers know the listener. */
    public String name() {
        return name;
    }

    byte[] newConnectionPrefix() {
        return newConnectionPrefix;
    }
}
