package io.baton.master.config;

import io.baton.protocol.Figures;
import io.baton.protocol.shared.Resp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The environment as a source of {@link Settings}: variables that stand in for flags. */
public final class Variables {

    /** How the variables begin that Baton alone has; a key's is {@link Key#ownVariable()}. */
    static final String PREFIX = "BATON_";

    /** Variables of Baton's that are no settings of an application. */
    private static final List<String> OTHERS = List.of(
            "BATON_HOME",
            "BATON_EXEC",
            "BATON_TITLES",
            "BATON_APP",
            "BATON_INSTANCE",
            Figures.VARIABLE,
            Resp.VARIABLE,
            Resp.MODULE,
            Operator.KEPT_LOCALE);

    /** The value by which Node's cluster leaves it to the kernel which worker gets a connection. */
    private static final String KERNEL_CHOOSES = "none";

    private Variables() {}

    /**
     * Adds what the environment says to what the command line said. {@code BATON_KILL_TIMEOUT} is stronger than a variable
     * that is customary elsewhere, as {@code PORT}.
     *
     * @param programListens whether {@code PORT} belongs to a program that listens itself: it may be a path then, or
     *     anything else that the program understands
     * @param warnings get a line for each variable of Baton's that there is not
     * @throws ConfigException if a variable has no value of its key's
     */
    public static Settings add(
            Settings flags, Map<String, String> environment, boolean programListens, List<String> warnings) {
        Settings.Builder all = new Settings.Builder(flags);
        Settings own = addOwn(all, environment, warnings);
        for (Key<?> key : Keys.all()) {
            String variable = key.variable();
            String text = variable == null ? null : value(environment, variable);
            if (variable != null
                    && text != null
                    && own.source(key).rank() != Source.Rank.ENVIRONMENT
                    && isFor(key, text, own, programListens)) {
                all.add(key, key == Keys.MODE ? Mode.SHARED.toString() : text, Source.variable(variable));
            }
        }
        return all.build();
    }

    /** Variables that name their key; most environments have none. */
    private static Settings addOwn(Settings.Builder all, Map<String, String> environment, List<String> warnings) {
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            String name = variable.getKey();
            if (name.startsWith(PREFIX)
                    && !OTHERS.contains(name)
                    && !isOfService(name, variable.getValue())
                    && !variable.getValue().isBlank()) {
                Key<?> key = ownedBy(name);
                if (key == null) {
                    warnings.add(unknown(name));
                } else {
                    all.add(key, variable.getValue().strip(), Source.variable(name));
                }
            }
        }
        return all.build();
    }

    /** For a Service called baton, Kubernetes and Docker's links add {@code BATON_PORT=tcp://10.0.0.1:80} and the like. */
    private static boolean isOfService(String name, String value) {
        return name.startsWith(PREFIX + "SERVICE_")
                || name.matches(PREFIX + "PORT_[0-9]+_.*")
                || (name.equals(PREFIX + "PORT") && value.contains("://"));
    }

    private static @Nullable Key<?> ownedBy(String variable) {
        for (Key<?> key : Keys.all()) {
            if (key.ownVariable().equals(variable)) {
                return key;
            }
        }
        return null;
    }

    private static String unknown(String name) {
        List<String> known = new ArrayList<>(OTHERS);
        for (Key<?> key : Keys.all()) {
            known.add(key.ownVariable());
        }
        String meant = Suggestion.of(name, known);
        return name + " in the environment: no such setting" + (meant == null ? "" : " (expected: " + meant + ")");
    }

    private static boolean isFor(Key<?> key, String text, Settings flags, boolean programListens) {
        if (key == Keys.PORT) {
            return !programListens || isNumber(text);
        }
        return key != Keys.MODE || (text.equals(KERNEL_CHOOSES) && !masterChooses(flags));
    }

    /** Whether a flag asks for what only a master that accepts can do; it is stronger than Node's variable. */
    private static boolean masterChooses(Settings flags) {
        Long spares = flags.given(Keys.SPARES);
        return (spares != null && spares > 0) || flags.get(Keys.STICKY) || flags.given(Keys.DISPATCH) != null;
    }

    private static boolean isNumber(String text) {
        try {
            Long.parseLong(text);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** The value without blanks around it; null if it is not set, or blank, as by an empty line of a .env file. */
    private static @Nullable String value(Map<String, String> environment, String name) {
        String text = environment.get(name);
        return text == null || text.isBlank() ? null : text.strip();
    }
}
