package io.baton.bench.load;

import io.baton.bench.load.contender.Contender;
import io.baton.bench.load.figure.Findings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Runs scenarios, each with the contenders that it compares and this machine has. */
public final class LoadRun {

    private final List<Contender> all;
    private final List<String> onlyContenders;
    private final Map<String, Optional<String>> missing = new HashMap<>();

    /**
     * A run that has not begun.
     *
     * @param onlyContenders the names of the contenders to compare; empty: those that each scenario names
     */
    public LoadRun(List<Contender> all, List<String> onlyContenders) {
        this.all = all;
        this.onlyContenders = onlyContenders;
        chosen("contender", onlyContenders, all, Contender::name);
    }

    /** Runs one scenario. */
    public Findings run(String name, LoadOptions options) throws IOException, InterruptedException {
        Scenario scenario = scenarios(List.of(name)).get(0);
        if (scenario.missing().isPresent()) {
            return left(List.of(scenario.name() + ": " + scenario.missing().get()));
        }
        List<String> skipped = new ArrayList<>();
        List<Contender> present = new ArrayList<>();
        List<String> names = onlyContenders.isEmpty() ? scenario.contenders() : onlyContenders;
        for (Contender contender : chosen("contender", names, all, Contender::name)) {
            Optional<String> reason = missing.computeIfAbsent(contender.name(), unused -> contender.missing());
            if (reason.isPresent()) {
                skipped.add(contender.name() + " in " + name + ": " + reason.get());
            } else if (scenario.suits(contender)) {
                present.add(contender);
            } else {
                skipped.add(contender.name() + " in " + name + ": cannot do what is asked there");
            }
        }
        Findings findings = left(skipped).and(scenario.run(present, options));
        return findings.and(left(caveats(present)));
    }

    /** The scenarios of these names, {@code all} being the name of all. */
    public static List<Scenario> scenarios(List<String> names) {
        List<Scenario> all = Scenario.all();
        return names.equals(List.of("all")) ? all : chosen("scenario", names, all, Scenario::name);
    }

    private static List<String> caveats(List<Contender> measured) {
        List<String> caveats = new ArrayList<>();
        for (Contender contender : measured) {
            contender.caveat().ifPresent(caveat -> caveats.add(contender.name() + ": " + caveat));
        }
        return caveats;
    }

    private static Findings left(List<String> skipped) {
        return Findings.of(List.of(), skipped);
    }

    private static <T> List<T> chosen(String what, List<String> names, List<T> all, Function<T, String> nameOf) {
        List<T> chosen = new ArrayList<>();
        for (String name : names) {
            chosen.add(all.stream()
                    .filter(one -> nameOf.apply(one).equals(name))
                    .findAny()
                    .orElseThrow(() -> new IllegalArgumentException(what + ": " + name + " (expected: one of "
                            + String.join(", ", all.stream().map(nameOf).toList()) + ")")));
        }
        return chosen;
    }
}
