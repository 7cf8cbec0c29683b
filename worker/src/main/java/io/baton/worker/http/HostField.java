package io.baton.worker.http;

import io.netty.util.NetUtil;

/** Knows the grammar of the Host field: {@code uri-host [ ":" port ]} (RFC 9110, section 7.2, and RFC 3986). */
final class HostField {
    private static final boolean[] REG_NAME = table("-._~!$&'()*+,;=%");
    private static final boolean[] IP_FUTURE = table("-._~!$&'()*+,;=:");

    private HostField() {}

    static boolean isValid(String host) {
        int end = host.startsWith("[") ? endOfLiteral(host) : endOfName(host);
        return end > 0 && (end == host.length() || (host.charAt(end) == ':' && isPort(host, end + 1)));
    }

    /** The index behind the bracket; -1 if the brackets hold no address. */
    private static int endOfLiteral(String host) {
        int bracket = host.indexOf(']');
        if (bracket < 2) {
            return -1;
        }
        if (host.charAt(1) == 'v' || host.charAt(1) == 'V') {
            return skip(IP_FUTURE, host, 1) == bracket ? bracket + 1 : -1;
        }
        // Netty would accept a zone behind a percent sign, which a URI does not have in this form.
        String address = host.substring(1, bracket);
        return address.indexOf('%') < 0 && NetUtil.isValidIpV6Address(address) ? bracket + 1 : -1;
    }

    /** The index behind the name or IPv4 address; 0 if there is none, -1 if it has a malformed escape. */
    private static int endOfName(String host) {
        int end = skip(REG_NAME, host, 0);
        for (int percent = host.indexOf('%'); percent >= 0; percent = host.indexOf('%', percent + 1)) {
            if (percent + 2 >= end || !isHex(host.charAt(percent + 1)) || !isHex(host.charAt(percent + 2))) {
                return -1;
            }
        }
        return end;
    }

    private static boolean isHex(char c) {
        return Character.digit(c, 16) >= 0;
    }

    private static boolean isPort(String host, int from) {
        int port = 0;
        for (int i = from; i < host.length(); i++) {
            int digit = host.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            port = port * 10 + digit;
            if (port > 65535) {
                return false;
            }
        }
        return true;
    }

    private static int skip(boolean[] allowed, String host, int from) {
        int at = from;
        while (at < host.length() && host.charAt(at) < allowed.length && allowed[host.charAt(at)]) {
            at++;
        }
        return at;
    }

    private static boolean[] table(String marks) {
        boolean[] allowed = new boolean[128];
        for (int c = 0; c < allowed.length; c++) {
            allowed[c] = Character.isLetterOrDigit(c) || marks.indexOf(c) >= 0;
        }
        return allowed;
    }
}
