package io.baton.master.listen;

import io.baton.protocol.ListenAddress;
import io.baton.protocol.posix.Errno;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which application of this master has which address. The kernel would let two of them share a port that both open with
 * SO_REUSEPORT (socket(7)), and each would get the other's clients; and it cannot name the owner of a port that is in use.
 * One for a master. Conductor thread only.
 */
public final class Addresses {

    private final List<Claim> claims = new ArrayList<>();

    /**
     * One address of one application.
     *
     * @param kind {@code tcp}, {@code udp} or {@code path}: an address that was asked for as IPv4 may be bound as IPv6
     */
    private record Claim(String owner, String kind, @Nullable String host, int port) {

        static Claim of(String owner, ListenAddress address) {
            String kind = address.isPath() ? "path" : address.isUdp() ? "udp" : "tcp";
            return new Claim(owner, kind, address.host(), address.port());
        }

        /** Whether a client could mean both: the same path, or the same port of the same address or of every address. */
        boolean overlaps(Claim other) {
            return kind.equals(other.kind)
                    && port == other.port
                    && (isEveryAddress() || other.isEveryAddress() || Objects.equals(host, other.host));
        }

        private boolean isEveryAddress() {
            return !kind.equals("path") && (host == null || host.equals("0.0.0.0") || host.equals("::"));
        }

        @Override
        public String toString() {
            return kind.equals("path")
                    ? String.valueOf(host)
                    : ListenAddress.tcp(host, port).toString();
        }
    }

    /**
     * Gives an address to an application, which may have it already.
     *
     * @param owner the application's name
     * @param address with a port other than 0, or a path
     * @throws BindException with EADDRINUSE if another application has it, or a part of it
     */
    void claim(String owner, ListenAddress address) throws BindException {
        Claim wanted = Claim.of(owner, address);
        for (Claim claim : claims) {
            if (!claim.owner().equals(owner) && claim.overlaps(wanted)) {
                throw new BindException(
                        wanted + " is in use (the application " + claim.owner() + " listens on " + claim + ")",
                        Errno.EADDRINUSE);
            }
        }
        claims.add(wanted);
    }

    /** An application has closed one socket of this address. */
    void release(String owner, ListenAddress address) {
        claims.remove(Claim.of(owner, address));
    }

    /** An application has closed all its sockets. */
    void releaseAll(String owner) {
        claims.removeIf(claim -> claim.owner().equals(owner));
    }
}
