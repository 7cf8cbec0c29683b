package io.baton.master.config;

/** Where to listen: an address or a name. Whether this machine has it shows when it is bound. */
record Host() implements Syntax<String> {

    /** Every address of this machine. */
    static final String EVERY = "";

    /**
     * The address or name without the brackets that an IPv6 address has in a URL; {@link #EVERY} for an empty text and for
     * an asterisk.
     */
    @Override
    public String parse(String text) {
        String host = text.strip();
        if (host.isEmpty() || host.equals("*")) {
            return EVERY;
        }
        if (host.contains("/")) {
            throw Syntax.misfit(host, "an address or a name, no URL");
        }
        boolean bracketed = host.startsWith("[");
        int end = bracketed ? host.indexOf(']') : host.length();
        if (end < 0) {
            throw Syntax.misfit(host, "a closing bracket");
        }
        int colon = bracketed ? end + 1 : host.indexOf(':');
        boolean hasPort = bracketed ? colon < host.length() : colon >= 0 && colon == host.lastIndexOf(':');
        if (hasPort) {
            throw Syntax.misfit(
                    host, "no port here, but --port" + host.substring(colon).replace(':', ' '));
        }
        return bracketed ? host.substring(1, end) : host;
    }

    @Override
    public String show(String value) {
        return value.equals(EVERY) ? "*" : value;
    }

    @Override
    public String label() {
        return "H";
    }
}
