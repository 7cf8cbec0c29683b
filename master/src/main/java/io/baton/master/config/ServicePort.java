package io.baton.master.config;

/**
 * A port as an operator names it: {@code 8080}, or {@code 80:8080} where a server binds another one than its clients use.
 *
 * @param outside where clients connect, 0 for any free one
 * @param inside what the server binds
 */
public record ServicePort(int outside, int inside) {

    static final int MOST = 65535;

    /** The same port outside and inside. */
    public ServicePort(int port) {
        this(port, port);
    }

    /** Whether a server binds another port than its clients use. */
    boolean isMapped() {
        return outside != inside;
    }

    @Override
    public String toString() {
        return isMapped() ? outside + ":" + inside : String.valueOf(outside);
    }
}
