package io.baton.master.exposition;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Reads the text format 0.0.4 of Prometheus and that of OpenMetrics 1.0. What either allows is read, so nobody needs to
 * say which it is. A text that breaks the rules is refused as a whole. One parser reads one text, on one thread.
 */
public final class ExpositionParser {

    private final ExpositionLimits limits;
    private final Map<String, Declaration> declarations = new LinkedHashMap<>();
    private final Map<String, FamilyBuilder> families = new LinkedHashMap<>();

    private int samples;
    private boolean hasEnded;

    private ExpositionParser(ExpositionLimits limits) {
        this.limits = limits;
    }

    /**
     * Reads a text.
     *
     * @throws ExpositionException if it is in neither format, or larger than the limits
     */
    public static Exposition parse(String text, ExpositionLimits limits) throws ExpositionException {
        if (text.length() > limits.characters()) {
            throw new ExpositionException(
                    text.length() + " characters (expected: at most " + limits.characters() + ")");
        }
        ExpositionParser parser = new ExpositionParser(limits);
        int number = 1;
        for (int start = 0; start < text.length(); number++) {
            int next = text.indexOf('\n', start);
            int end = next < 0 ? text.length() : next;
            parser.line(new LineCursor(text, number, start, end, limits));
            start = end + 1;
        }
        Map<String, MetricFamily> built = new LinkedHashMap<>();
        for (Map.Entry<String, FamilyBuilder> one : parser.families.entrySet()) {
            built.put(one.getKey(), one.getValue().build());
        }
        return new Exposition(built);
    }

    private void line(LineCursor line) throws ExpositionException {
        line.skipBlanks();
        if (line.isAtEnd()) {
            return;
        } else if (hasEnded) {
            throw line.wrong("nothing behind # EOF");
        } else if (line.skip('#')) {
            comment(line);
        } else {
            sample(line);
        }
    }

    /** Of the words behind #, four mean something. Anything else is for people. */
    private void comment(LineCursor line) throws ExpositionException {
        line.skipBlanks();
        switch (line.word()) {
            case "HELP" -> declared(line).help(words(line), line);
            case "TYPE" -> declared(line).type(lastWord(line), line);
            case "UNIT" -> declared(line).unit(lastWord(line), line);
            case "EOF" -> hasEnded = true;
            default -> {}
        }
    }

    private Declaration declared(LineCursor line) throws ExpositionException {
        line.skipBlanks();
        String name = line.metricName();
        if (!line.skipBlanks() && !line.isAtEnd()) {
            throw line.wrong("a space behind the name of a metric");
        }
        if (declarations.size() > limits.samples()) {
            throw new ExpositionException(line.number(), "too many metrics", "at most " + limits.samples());
        }
        Declaration declared = declarations.computeIfAbsent(name, unused -> new Declaration());
        if (families.containsKey(name)) {
            declared.sampled();
        }
        return declared;
    }

    private static String lastWord(LineCursor line) throws ExpositionException {
        String word = line.word();
        line.skipBlanks();
        if (!line.isAtEnd()) {
            throw line.wrong("the end of the line");
        }
        return word;
    }

    private static String words(LineCursor line) throws ExpositionException {
        String rest = line.rest();
        if (rest.indexOf('\\') < 0) {
            return rest;
        }
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < rest.length(); i++) {
            char c = rest.charAt(i);
            char next = i + 1 < rest.length() ? rest.charAt(i + 1) : '\0';
            boolean escape = c == '\\' && (next == '\\' || next == 'n' || next == '"');
            words.append(!escape ? c : next == 'n' ? '\n' : next);
            i += escape ? 1 : 0;
        }
        return words.toString();
    }

    private void sample(LineCursor line) throws ExpositionException {
        if (++samples > limits.samples()) {
            throw new ExpositionException(line.number(), "one more sample", "at most " + limits.samples());
        }
        LineCursor before = line.copy();
        SampleOwner owner = SampleOwner.of(before.metricName(), declarations);
        if (owner == null) {
            throw line.wrong("a sample of a metric of this type, which has none of the metric's own name");
        }
        SampleLine sample = SampleLine.read(line, owner.apart(), limits.labels());
        Declaration declared = Objects.requireNonNullElseGet(owner.declared(), Declaration::new);
        declared.sampled();
        if (!owner.isCreationTime()) {
            families.computeIfAbsent(owner.family(), name -> new FamilyBuilder(name, owner.type(), declared))
                    .add(sample, owner.ending());
        }
    }
}
