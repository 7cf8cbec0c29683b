package io.baton.master.config;

import java.util.List;
import java.util.regex.Pattern;

/** Finds arguments with which every worker would open the same port, which only the first one can have. */
final class FixedPorts {

    private static final String NUMBER = "0*[1-9][0-9]*";

    /** A debugger's port that the JVM opens; with {@code server=n} it connects to one. */
    private static final Pattern DEBUGGER = Pattern.compile(
            "(-agentlib:jdwp=|-Xrunjdwp:)(?=.*\\bserver=y\\b).*\\baddress=([^,]*:)?" + NUMBER + "(,.*)?");

    private static final Pattern JMX =
            Pattern.compile("-Dcom\\.sun\\.management\\.jmxremote\\.(rmi\\.)?port=" + NUMBER);

    private FixedPorts() {}

    /**
     * Refuses them for several workers.
     *
     * @param what the arguments are, for the message
     * @param shared whether workers share the ports of Java code, as those of JMX are
     */
    static void requireNone(String what, List<String> arguments, int workers, boolean shared) {
        for (String argument : arguments) {
            boolean fixed = DEBUGGER.matcher(argument).matches()
                    || (!shared && JMX.matcher(argument).matches());
            if (fixed && workers > 1) {
                throw new ConfigException(what + ": " + argument + " opens one port for " + workers
                        + " workers (expected: a port for each, as {{index+5005}})");
            }
        }
    }
}
