package io.baton.master.output;

import java.util.ArrayList;
import java.util.List;

/**
 * What the program that replaces this one in place (execve(2)) needs to go on with all that one worker prints.
 *
 * @param output its standard output
 * @param error its standard error
 * @param lastLines the last lines that it printed, the oldest first
 */
public record OutputRemains(PipeRemains output, PipeRemains error, List<String> lastLines) {

    public OutputRemains {
        lastLines = List.copyOf(lastLines);
    }

    /** The numbers of the descriptors that must survive. */
    public List<Integer> descriptors() {
        List<Integer> numbers = new ArrayList<>();
        if (output.isOpen()) {
            numbers.add(output.descriptor());
        }
        if (error.isOpen()) {
            numbers.add(error.descriptor());
        }
        return numbers;
    }
}
