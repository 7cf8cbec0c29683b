package io.baton.master.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/** What keeps the state that workers share: the master, no one, or a Redis server by its URL. */
record SharedKeeper() implements Syntax<String> {

    private static final List<String> SCHEMES = List.of("redis", "rediss");
    private static final String EXPECTED = "master, off, redis://HOST or rediss://HOST";

    @Override
    public String parse(String text) {
        String keeper = text.strip();
        if (keeper.equals(SharedConfig.MASTER) || keeper.equals(SharedConfig.OFF)) {
            return keeper;
        }
        try {
            URI url = new URI(keeper);
            if (url.getScheme() != null && SCHEMES.contains(url.getScheme()) && url.getHost() != null) {
                return keeper;
            }
        } catch (URISyntaxException e) {
            // Its message would repeat the password.
        }
        throw Syntax.misfit(withoutPassword(keeper), EXPECTED);
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
