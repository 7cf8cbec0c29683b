package io.baton.master.config;

/** Ports and ranges of ports: {@code 5701-5799,8300}. */
record OwnPorts() implements Syntax<String> {

    @Override
    public String parse(String text) {
        contains(text, 0);
        return text;
    }

    /**
     * Whether a port is one of them.
     *
     * @throws ConfigException if the text is no list of ports
     */
    static boolean contains(String text, int port) {
        boolean found = false;
        int at = 0;
        while (at <= text.length()) {
            int comma = text.indexOf(',', at);
            int end = comma < 0 ? text.length() : comma;
            String range = text.substring(at, end);
            int dash = range.indexOf('-');
            int first = port(text, dash < 0 ? range : range.substring(0, dash));
            int last = port(text, range.substring(dash + 1));
            if (first > last) {
                throw misfit(text);
            }
            found |= first <= port && port <= last;
            at = end + 1;
        }
        return found;
    }

    private static int port(String text, String digits) {
        int port = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            port = c < '0' || c > '9' || port > ServicePort.MOST ? -1 : port * 10 + c - '0';
            if (port < 0) {
                break;
            }
        }
        if (port < 1 || port > ServicePort.MOST) {
            throw misfit(text);
        }
        return port;
    }

    private static ConfigException misfit(String text) {
        return Syntax.misfit(text, "ports of 1..65535 and ranges of them, the lower one first, as 5701-5799,8300");
    }

    @Override
    public String show(String value) {
        return value;
    }

    @Override
    public String label() {
        return "A-B,C";
    }

    @Override
    public String expected() {
        return "ports and ranges of them, as 5701-5799,8300";
    }
}
