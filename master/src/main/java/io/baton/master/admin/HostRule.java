package io.baton.master.admin;

import io.netty.util.NetUtil;
import java.util.List;
import java.util.Locale;

/**
 * Which field {@code Host} a request may have. A page of another site can have its name resolved to this machine (DNS
 * rebinding), and then a browser sends that name. So a name has to be one that is known; an address cannot be such a name.
 */
record HostRule(List<String> names) {

    private static final String LOCALHOST = "localhost";

    HostRule {
        names = names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    }

    /** Whether a request with this field is answered. */
    boolean allows(String host) {
        String name = withoutPort(host).toLowerCase(Locale.ROOT);
        return name.equals(LOCALHOST)
                || NetUtil.isValidIpV4Address(name)
                || (name.startsWith("[") && name.endsWith("]") && NetUtil.isValidIpV6Address(name))
                || names.contains(name);
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }
}
