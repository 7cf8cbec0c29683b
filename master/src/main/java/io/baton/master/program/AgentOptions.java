package io.baton.master.program;

import io.baton.master.config.GroupConfig;
import io.baton.master.config.Orphans;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** What the agent is told on the command line of a server's JVM: names and values as in the query of a URL. */
final class AgentOptions {

    private final List<String> options = new ArrayList<>();

    private AgentOptions() {}

    /**
     * The option of a JVM that starts the agent.
     *
     * @param agent its jar; the native library that it uses is beside it
     */
    static String of(Path agent, GroupConfig config) {
        AgentOptions all = new AgentOptions();
        all.add("library", String.valueOf(agent.getParent()));
        OptionalInt port = config.programsPort();
        if (port.isPresent()) {
            all.add("service-port", String.valueOf(port.getAsInt()));
            int outside = config.clientsPort().orElseThrow();
            if (outside != port.getAsInt()) {
                all.add("port", outside + ":" + port.getAsInt());
            }
        }
        all.add("kill-timeout", String.valueOf(config.supervision().timeouts().killMs()));
        if (config.supervision().orphans() == Orphans.DRAIN) {
            all.add("orphans", "drain");
        }
        all.options.addAll(config.workerOptions());
        return "-javaagent:" + agent + "=" + String.join("&", all.options);
    }

    private void add(String name, String value) {
        // A blank is %20: a query's plus sign is one of forms only.
        options.add(
                name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20"));
    }
}
