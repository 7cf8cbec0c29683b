package io.baton.worker.http;

/** The grammar of the Host field: {@code uri-host [ ":" port ]} (RFC 9110, section 7.2, and RFC 3986). */
final class HostField {
    private static final boolean[] REG_NAME = table("-._~!$&'()*+,;=%");
    private static final boolean[] IP_LITERAL = table("-._~!$&'()*+,;=:");

    private HostField() {}

    static boolean isValid(String host) {
        int end = host.length();
        int at;
        if (host.startsWith("[")) {
            at = skip(IP_LITERAL, host, 1);
            if (at == 1 || at == end || host.charAt(at) != ']') {
                return false;
            }
            at++;
        } else {
            at = skip(REG_NAME, host, 0);
            if (at == 0) {
                return false;
            }
        }
        return at == end || (host.charAt(at) == ':' && isPort(host, at + 1));
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
