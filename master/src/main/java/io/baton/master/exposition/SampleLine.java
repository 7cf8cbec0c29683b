package io.baton.master.exposition;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One sample as it stands in a line. Its time and its exemplar are left out: the sum of several workers has neither.
 *
 * @param labels without the one that is told apart, as {@code a="b",c="d"} in the order of their names
 * @param apart the value of the label {@code le} or {@code quantile} if the metric has it, else empty; with its escapes
 */
record SampleLine(int line, String name, String labels, String apart, double number) {

    private record Label(String name, String value) {}

    /**
     * Reads the whole line.
     *
     * @param special the name of the label that is told apart; empty if there is none
     */
    static SampleLine read(LineCursor line, String special, int mostLabels) throws ExpositionException {
        String name = line.metricName();
        line.skipBlanks();
        List<Label> labels = line.peek() == '{' ? labels(line, mostLabels) : List.of();
        line.skipBlanks();
        double number = Numbers.read(line);
        line.skipBlanks();
        if (!line.isAtEnd() && line.peek() != '#') {
            // The time.
            Numbers.read(line);
            line.skipBlanks();
        }
        if (line.skip('#')) {
            exemplar(line, mostLabels);
        }
        if (!line.isAtEnd()) {
            throw line.wrong("the end of the line behind a number and a time");
        }
        StringBuilder text = new StringBuilder();
        String value = "";
        for (Label label : labels) {
            if (label.name.equals(special)) {
                value = label.value;
            } else if (!label.value.isEmpty()) {
                // A label without a value is none.
                text.append(text.length() == 0 ? "" : ",")
                        .append(label.name)
                        .append("=\"")
                        .append(label.value)
                        .append('"');
            }
        }
        return new SampleLine(line.number(), name, text.toString(), value, number);
    }

    private static void exemplar(LineCursor line, int mostLabels) throws ExpositionException {
        line.skipBlanks();
        if (line.peek() != '{') {
            throw line.wrong("the labels of an exemplar");
        }
        labels(line, mostLabels);
        line.skipBlanks();
        Numbers.read(line);
        if (line.skipBlanks() && !line.isAtEnd()) {
            Numbers.read(line);
            line.skipBlanks();
        }
    }

    private static List<Label> labels(LineCursor line, int most) throws ExpositionException {
        List<Label> labels = new ArrayList<>();
        line.skip('{');
        line.skipBlanks();
        while (!line.skip('}')) {
            String name = line.labelName();
            line.skipBlanks();
            if (!line.skip('=')) {
                throw line.wrong("= behind the name of a label");
            }
            line.skipBlanks();
            labels.add(new Label(name, line.quotedValue()));
            line.skipBlanks();
            if (!line.skip(',') && line.peek() != '}') {
                throw line.wrong(", or } behind a label");
            }
            line.skipBlanks();
        }
        require(labels, line.number(), most);
        return labels;
    }

    private static void require(List<Label> labels, int line, int most) throws ExpositionException {
        if (labels.size() > most) {
            throw new ExpositionException(line, labels.size() + " labels", "at most " + most);
        }
        labels.sort(Comparator.comparing(Label::name));
        for (int i = 0; i < labels.size(); i++) {
            String name = labels.get(i).name;
            if (name.startsWith("__")) {
                throw new ExpositionException(
                        line, "label " + name, "a name that does not begin with __, as Prometheus's own");
            } else if (i > 0 && name.equals(labels.get(i - 1).name)) {
                throw new ExpositionException(line, "label " + name + " twice", "each label once");
            }
        }
    }
}
