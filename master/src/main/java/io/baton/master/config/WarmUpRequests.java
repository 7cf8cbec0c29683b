package io.baton.master.config;

import java.util.List;
import java.util.Map;

/** Requests that a worker of a server answers before it is ready, each in a text of its own: {@code GET /}. */
record WarmUpRequests() implements Syntax<List<String>> {

    @Override
    public List<String> parse(String given) {
        String text = given.strip();
        int blank = text.indexOf(' ');
        String method = blank < 0 ? "GET" : text.substring(0, blank);
        String path = text.substring(blank + 1).strip();
        if (!isMethod(method) || !RequestPath.isPath(path)) {
            throw Syntax.misfit(given, "a method and a path, as 'GET /', or a path alone");
        }
        return List.of(method + " " + path);
    }

    private static boolean isMethod(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < 'A' || text.charAt(i) > 'Z') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    @Override
    public String show(List<String> value) {
        return String.join(", ", value);
    }

    @Override
    public String label() {
        return "'GET PATH'";
    }

    @Override
    public String expected() {
        return "a request as 'GET /', or a list of them";
    }

    @Override
    public Map<String, Object> schema() {
        Map<String, Object> one = Map.of("type", "string", "pattern", "^([A-Z]+ +)?/[!-~]*$");
        return Map.of("anyOf", List.of(one, Map.of("type", "array", "items", one)));
    }

    @Override
    public boolean isRepeatable() {
        return true;
    }

    @Override
    public List<String> join(List<String> first, List<String> second) {
        return new Words("").join(first, second);
    }
}
