package io.baton.protocol;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Names what a line says about its handle. The descriptor decides what the receiver gets; the type decides what it
 * makes of that.
 */
public enum HandleType {
    /** A connection. From now on only the receiver reads it. */
    NET_SOCKET("net.Socket"),
    /** A listening socket that both sides accept on. */
    NET_SERVER("net.Server"),
    /** A TCP socket that is bound and neither listens nor is connected. Since Node 26; an older Node crashes. */
    NET_BOUND_SOCKET("net.BoundSocket"),
    /** A TCP or Unix-domain stream socket without a wrapper, as cluster sends it. */
    NET_NATIVE("net.Native"),
    /** A UDP socket that both sides receive on. */
    DGRAM_SOCKET("dgram.Socket"),
    /** A UDP socket without a wrapper, as cluster sends it. */
    DGRAM_NATIVE("dgram.Native"),
    /** A type that Node does not have. Never sent. */
    OTHER("");

    private final String wireName;

    HandleType(String wireName) {
        this.wireName = wireName;
    }

    /** The type's name on the wire. */
    public String wireName() {
        return wireName;
    }

    /**
     * Whether the sender gives the handle away. It then keeps a copy until the receiver acknowledges the handle, and
     * sends it again after a NACK. Of other types both sides keep a copy.
     */
    public boolean isGivenAway() {
        return this == NET_SOCKET || this == NET_BOUND_SOCKET;
    }

    /** The names of all types that Node has, for an error. */
    public static String wireNames() {
        return Arrays.stream(values())
                .filter(type -> type != OTHER)
                .map(HandleType::wireName)
                .collect(Collectors.joining(", "));
    }

    /** The type of this name; {@link #OTHER} if Node has none. */
    static HandleType named(String wireName) {
        for (HandleType type : values()) {
            if (type.wireName.equals(wireName)) {
                return type;
            }
        }
        return OTHER;
    }
}
