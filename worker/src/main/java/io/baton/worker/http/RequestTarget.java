package io.baton.worker.http;

/**
 * The parts of a request target in origin form ({@code /path?query}) or absolute form ({@code http://host/path?query}),
 * which every server must accept (RFC 9112, section 3.2.2).
 */
record RequestTarget(String path, String query) {

    static RequestTarget of(String target) {
        int from = target.startsWith("/") ? 0 : pathOfAbsolute(target);
        int question = target.indexOf('?', from);
        String path = target.substring(from, question < 0 ? target.length() : question);
        return new RequestTarget(path.isEmpty() ? "/" : path, question < 0 ? "" : target.substring(question + 1));
    }

    static boolean isAbsolute(String target) {
        return target.regionMatches(true, 0, "http://", 0, 7) || target.regionMatches(true, 0, "https://", 0, 8);
    }

    /** The authority of a target in absolute form: host and port, and any user information. */
    static String authority(String target) {
        return target.substring(target.indexOf("//") + 2, pathOfAbsolute(target));
    }

    private static int pathOfAbsolute(String target) {
        if (!isAbsolute(target)) {
            return 0;
        }
        int at = target.indexOf("//") + 2;
        while (at < target.length() && target.charAt(at) != '/' && target.charAt(at) != '?') {
            at++;
        }
        return at;
    }
}
