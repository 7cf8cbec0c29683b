package io.baton.protocol;

/**
 * What a line says of the handle that rides on it. What the receiver gets is decided by the descriptor; the type decides
 * what is made of it.
 */
public enum HandleType {
    /** A connection, whose bytes are the receiver's to read from then on. */
    NET_SOCKET("net.Socket"),
    /** A listening socket that both sides accept on. */
    NET_SERVER("net.Server"),
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
