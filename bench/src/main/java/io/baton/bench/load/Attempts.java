package io.baton.bench.load;

import io.baton.bench.load.contender.Contender;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The contenders of a scenario that still take part. A contender that fails is left out from then on, with its reason. */
final class Attempts {

    /** One measurement of one contender. */
    @FunctionalInterface
    interface Attempt {

        void run() throws IOException, InterruptedException;
    }

    /** One measurement, of the contender whose turn it is. */
    @FunctionalInterface
    interface Turn {

        void run(Contender contender) throws IOException, InterruptedException;
    }

    private final String scenario;
    private final Map<String, String> failures = new LinkedHashMap<>();

    Attempts(String scenario) {
        this.scenario = scenario;
    }

    /** Measures, unless this contender failed before. */
    void of(String contender, Attempt attempt) throws InterruptedException {
        if (failures.containsKey(contender)) {
            return;
        }
        try {
            attempt.run();
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage());
            failures.put(contender, reason.lines().findFirst().orElse(""));
            Progress.say("%s: %s is left out: %s", scenario, contender, reason);
        }
    }

    /** Measures all contenders by turns, each once in a round, and says which. */
    void byTurns(int rounds, List<Contender> contenders, Turn turn) throws InterruptedException {
        for (int round = 1; round <= rounds; round++) {
            for (Contender contender : contenders) {
                Progress.say("%s, round %d, %s", scenario, round, contender.name());
                of(contender.name(), () -> turn.run(contender));
            }
        }
    }

    /** The contenders that were left out, each with the reason. */
    List<String> failures() {
        return failures.entrySet().stream()
                .map(failure -> failure.getKey() + " in " + scenario + ": " + failure.getValue())
                .toList();
    }
}
