package io.baton.master.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/** What keeps the state that workers share: the master, no one, or a Redis server by its URL. */
record SharedKeeper() implements Syntax<String> {

    /** What follows the host and the port: a database, and how long a call may take. */
    private static final String REST = "/?\\d*(\\?((timeout=\\d+(ms|s|m)?|(?!timeout=)[^&]+)(&|$))+)?";

    private static final String SCHEME = "rediss?";
    private static final int MAX_PORT = 65_535;
    private static final String EXPECTED =
            "master, off, or redis://[[user]:password@]host[:port][/database][?timeout=2s], with TLS rediss://";

    @Override
    public String parse(String text) {
        String keeper = text.strip();
        if (keeper.equals(SharedConfig.MASTER) || keeper.equals(SharedConfig.OFF)) {
            return keeper;
        }
        try {
            URI url = new URI(keeper);
            if (isServer(url)) {
                return keeper;
            }
        } catch (URISyntaxException e) {
            // Its message would repeat the password.
        }
        throw Syntax.misfit(withoutPassword(keeper), EXPECTED);
    }

    private static boolean isServer(URI url) {
        String query = url.getRawQuery();
        return url.getScheme() != null
                && Pattern.matches(SCHEME, url.getScheme())
                && url.getHost() != null
                && url.getPort() <= MAX_PORT
                && url.getPort() != 0
                && Pattern.matches(REST, url.getRawPath() + (query == null ? "" : "?" + query));
    }

    /** A URL without what stands before its host. */
    static String withoutPassword(String keeper) {
        int host = keeper.lastIndexOf('@');
        int begin = keeper.indexOf("//");
        return host < 0 ? keeper : keeper.substring(0, begin < 0 ? 0 : begin + 2) + "***" + keeper.substring(host);
    }

    /** Without its password: print-config shows this. */
    @Override
    public String show(String value) {
        return withoutPassword(value);
    }

    @Override
    public String label() {
        return "KEEPER";
    }

    @Override
    public String expected() {
        return EXPECTED;
    }
}
