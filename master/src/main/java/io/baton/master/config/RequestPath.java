package io.baton.master.config;

/** The path of a request, with what follows it: {@code /health?full}. */
record RequestPath() implements Syntax<String> {

    @Override
    public String parse(String text) {
        if (!isPath(text)) {
            throw Syntax.misfit(text, expected());
        }
        return text;
    }

    /** Whether a request line can carry it as it is. */
    static boolean isPath(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ' || text.charAt(i) >= 0x7F) {
                return false;
            }
        }
        return text.startsWith("/");
    }

    @Override
    public String show(String value) {
        return value;
    }

    @Override
    public String label() {
        return "PATH";
    }

    @Override
    public String expected() {
        return "a path that begins with '/', without blanks, as /health";
    }
}
