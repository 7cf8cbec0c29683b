package io.baton.master.listen;

import io.baton.protocol.ListenAddress;
import io.baton.protocol.ListenRequest;
import io.baton.protocol.posix.Errno;
import java.util.regex.Pattern;

/**
 * The addresses that a worker may ask to listen on. A name is refused, as Node's primary refuses it: workers look names up
 * themselves, and the conductor must not wait for a name server. The rules and the error number are those of libuv's
 * {@code uv_tcp_bind} and {@code uv_udp_bind}.
 */
final class AskedAddress {

    private static final String BYTE = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern IPV4 = Pattern.compile("(" + BYTE + "\\.){3}" + BYTE);

    /** Checked more closely where it is parsed. No text with a colon is looked up there as a name. */
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(%[\\w.-]+)?");

    private AskedAddress() {}

    /**
     * Requires the parts of a request for an address to fit together.
     *
     * @throws BindException with EINVAL if they do not
     */
    static void require(ListenRequest request) throws BindException {
        ListenAddress address = request.address();
        if (request.fd() >= 0 || address.isPath()) {
            return;
        }
        if (!address.isTcp() && !address.isUdp()) {
            throw invalid("cannot listen on " + address + ": neither address nor path");
        }
        boolean ipv6 = address.addressType().endsWith("6");
        String host = address.host();
        if (host != null && !(ipv6 ? IPV6 : IPV4).matcher(host).matches()) {
            throw invalid("host: " + host + " (expected of a worker: an " + (ipv6 ? "IPv6" : "IPv4") + " address)");
        }
        int known = address.isUdp() ? ListenRequest.IPV6_ONLY | ListenRequest.REUSE_ADDRESS : ListenRequest.IPV6_ONLY;
        if ((request.flags() & ~known) != 0) {
            throw invalid("flags: " + request.flags() + " (expected: of " + known + ")");
        }
        // Without a host Node asks for type 4 and means IPv6 and IPv4.
        boolean canBeIpv6 = ipv6 || (host == null && address.isTcp());
        if ((request.flags() & ListenRequest.IPV6_ONLY) != 0 && !canBeIpv6) {
            throw invalid("flags: IPv6 only (expected of " + address + ": none)");
        }
    }

    private static BindException invalid(String message) {
        return new BindException(message, Errno.EINVAL);
    }
}
