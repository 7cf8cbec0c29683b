package io.baton.master.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a file is, in a word. */
record KindWord() implements Syntax<Application.Kind> {

    private static final String APPLICATION = "application";

    @Override
    public Application.Kind parse(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            // The second word is that of former versions.
            case APPLICATION, "jar" -> Application.Kind.JAR;
            case "server" -> Application.Kind.SERVER;
            case "node" -> Application.Kind.NODE;
            default -> throw Syntax.misfit(text, expected());
        };
    }

    @Override
    public String show(Application.Kind value) {
        return value == Application.Kind.JAR ? APPLICATION : value.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String label() {
        return "application|server|node";
    }

    @Override
    public String expected() {
        return "application, server or node";
    }

    @Override
    public Map<String, Object> schema() {
        return Map.of("enum", List.of(APPLICATION, "server", "node"));
    }
}
