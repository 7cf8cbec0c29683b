package io.baton.protocol;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What a line says of the handle that rides on it. What the receiver gets is decided by the descriptor; the type decides
 * what is made of it.
 */
public enum HandleType {
    /** A connection, whose bytes are the receiver's to read from then on. */
    NET_SOCKET("net.Socket"),
    /** A listening socket that both sides accept on. */
    NET_SERVER("net.Server"),
    /** A TCP socket that is bound and neither listens nor is connected. Since Node 26; an older Node dies of it. */
    NET_BOUND_SOCKET("net.BoundSocket"),
    /** A TCP or Unix-domain stream socket as it is: what cluster sends. */
    NET_NATIVE("net.Native"),
    /** A UDP socket that both sides receive on. */
    DGRAM_SOCKET("dgram.Socket"),
    /** A UDP socket as it is: what cluster sends. */
    DGRAM_NATIVE("dgram.Native"),
    /** None that Node knows; never sent. */
    OTHER("");

    private final String wireName;

    HandleType(String wireName) {
        this.wireName = wireName;
    }

    /** As it stands on the wire. */
    public String wireName() {
        return wireName;
    }

    /**
     * Whether the sender gives the handle away, and so keeps it until it is acknowledged and sends it again after a NACK. Of
     * the others both sides have a copy.
     */
    public boolean isGivenAway() {
        return this == NET_SOCKET || this == NET_BOUND_SOCKET;
    }

    /** All that are known, as they stand on the wire. */
    public static String wireNames() {
        return Arrays.stream(values())
                .filter(type -> type != OTHER)
                .map(HandleType::wireName)
                .collect(Collectors.joining(", "));
    }

    /** The type of this name, {@link #OTHER} if Node has none so called. */
    static HandleType named(String wireName) {
        for (HandleType type : values()) {
            if (type.wireName.equals(wireName)) {
                return type;
            }
        }
        return OTHER;
    }
}
