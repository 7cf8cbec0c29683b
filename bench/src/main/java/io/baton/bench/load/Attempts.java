package io.baton.bench.load;

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

    /** The contenders that were left out, each with the reason. */
    List<String> failures() {
        return failures.entrySet().stream()
                .map(failure -> failure.getKey() + " in " + scenario + ": " + failure.getValue())
                .toList();
    }
}
