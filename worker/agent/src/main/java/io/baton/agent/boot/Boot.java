package io.baton.agent.boot;

import io.baton.agent.posix.Kernel;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import sun.nio.ch.HookedNet;

/** Makes the JVM a worker, before the application starts. */
public final class Boot {

    private static final int MAGIC_PORT = 7;
    private static final int BAD_OPTIONS = 2;

    private Boot() {}

    /**
     * Starts the agent. Returns when the application may.
     *
     * @param content the class loader that finds the files of the agent's jar
     */
    public static void start(String options, Instrumentation jvm, ClassLoader content) throws Exception {
        int channel = channel();
        if (channel < 0) {
            System.err.println("baton: no master has started this process, so it serves alone");
            return;
        }
        AgentOptions wanted;
        try {
            wanted = new AgentOptions(options == null ? "" : options);
        } catch (IllegalArgumentException e) {
            System.err.println("baton: " + e.getMessage());
            Runtime.getRuntime().halt(BAD_OPTIONS);
            return;
        }
        Hooks.define(jvm, content);
        Hooks.redirect(jvm);
        Kernel.load(library(wanted).resolve("libjffi-1.2.so").toString());
        for (String name : new String[] {"NODE_CHANNEL_FD", "NODE_CHANNEL_SERIALIZATION_MODE", "NODE_UNIQUE_ID"}) {
            int unused = Kernel.unsetenv(name);
        }
        int unused = Kernel.prepare(channel);
        Wiring.start(channel, wanted);
        test();
    }

    /** The descriptor of the channel. {@code System.getenv} would remember the variables for ever. */
    private static int channel() throws IOException {
        String name = "NODE_CHANNEL_FD=";
        String all = new String(Files.readAllBytes(Path.of("/proc/self/environ")), StandardCharsets.ISO_8859_1);
        int at = all.startsWith(name) ? 0 : all.indexOf('\0' + name) + 1;
        if (!all.startsWith(name, at)) {
            return -1;
        }
        int end = all.indexOf('\0', at);
        return Integer.parseInt(all.substring(at + name.length(), end < 0 ? all.length() : end));
    }

    private static Path library(AgentOptions options) throws URISyntaxException {
        if (!options.library().isEmpty()) {
            return Path.of(options.library());
        }
        String url = String.valueOf(ClassLoader.getSystemResource("io/baton/agent/Agent.class"));
        String jar = new URI(url.substring("jar:".length(), url.indexOf('!'))).getPath();
        return Path.of(jar).toAbsolutePath().resolveSibling("");
    }

    /** Sees for itself that a bind of the application's would come to the hooks. */
    private static void test() throws IOException {
        HookedNet.refuseOnce(MAGIC_PORT);
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), MAGIC_PORT));
        } catch (BindException expected) {
            // That is what the hook throws.
        }
        if (HookedNet.awaitsBind()) {
            throw new IllegalStateException("binds do not come to the hooks");
        }
    }
}
