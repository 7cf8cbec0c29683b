package io.baton.master.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringTokenizer;

/**
 * Requests that a new worker answers before it is ready: {@code GET /}, or the path alone. No path has a blank in it, so several
 * requests may stand in one text.
 */
record WarmUpRequests() implements Syntax<List<String>> {

    /**
     * What the operator wants, each as {@code GET /}.
     *
     * @throws ConfigException in a mode in which workers accept themselves: no worker can be sent a connection there
     */
    static List<String> of(Settings settings) {
        List<String> requests = settings.given(Keys.WARM_UP);
        if (requests != null && settings.get(Keys.MODE) != Mode.HANDOFF) {
            throw new ConfigException(settings.source(Keys.WARM_UP) + ": not in mode " + settings.get(Keys.MODE)
                    + " (expected: mode handoff, in which the master can choose a worker)");
        }
        return requests == null ? List.of() : requests;
    }

    @Override
    public List<String> parse(String given) {
        List<String> requests = new ArrayList<>();
        String method = "";
        StringTokenizer words = new StringTokenizer(given);
        while (words.hasMoreTokens()) {
            String word = words.nextToken();
            if (RequestPath.isPath(word)) {
                requests.add((method.isEmpty() ? "GET" : method) + " " + word);
                method = "";
            } else if (method.isEmpty() && isMethod(word)) {
                method = word;
            } else {
                throw misfit(given);
            }
        }
        if (!method.isEmpty()) {
            throw misfit(given);
        }
        return requests;
    }

    private static ConfigException misfit(String given) {
        return Syntax.misfit(given, "a method and a path, as 'GET /', or a path alone");
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
