package io.baton.agent.boot;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.Set;
import sun.nio.ch.HookedNet;
import sun.nio.ch.NativeBytes;

/**
 * Defines the hooks in java.base and redirects the JDK's calls to them. The application sees none of that, and nothing is put
 * on the boot class path, which would cost the JVM its class-data archives.
 */
final class Hooks {

    private static final String PACKAGE = "sun.nio.ch";

    /** Each after those that it extends or implements. */
    private static final String[] CLASSES = {
        "NativeBytes",
        "SocketWatch",
        "ServerOptions",
        "ServerOptions$Inherited",
        "ServerSockets",
        "WatchedSockets",
        "HookedNet",
        "WatchedDispatcher",
        "WatchedFileDispatcher",
        "HeardSignal$Listener",
        "HeardSignal"
    };

    private Hooks() {}

    /** Opens the JDK's package, and defines the hooks. They are found by {@code content}, in the agent's jar. */
    static void define(Instrumentation jvm, ClassLoader content) throws IOException, ReflectiveOperationException {
        Module base = Object.class.getModule();
        Module own = Hooks.class.getModule();
        Map<String, Set<Module>> opened = Map.of(PACKAGE, Set.of(own));
        jvm.redefineModule(base, Set.of(), opened, opened, Set.of(), Map.of());
        MethodHandles.Lookup inside =
                MethodHandles.privateLookupIn(Class.forName("sun.nio.ch.Net", false, null), MethodHandles.lookup());
        for (String name : CLASSES) {
            Class<?> unused = inside.defineClass(read(content, "hooks/sun/nio/ch/" + name + ".class"));
        }
    }

    private static byte[] read(ClassLoader content, String name) throws IOException {
        try (InputStream in = content.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("the agent's jar has no " + name);
            }
            return in.readAllBytes();
        }
    }

    /** Redirects the calls. */
    static void redirect(Instrumentation jvm) throws ClassNotFoundException, UnmodifiableClassException {
        Rewriter rewriter = new Rewriter();
        jvm.addTransformer(rewriter, true);
        try {
            for (Redirection redirection : Redirections.ALL) {
                Class<?> type = Class.forName(redirection.type().replace('/', '.'), false, null);
                if (!rewriter.hasChanged(redirection) && rewriter.missing().isEmpty()) {
                    // It was loaded before, and its static dispatcher may be made already.
                    jvm.retransformClasses(type);
                    HookedNet.replaceDispatcher(type);
                }
                if (!rewriter.hasChanged(redirection)) {
                    String missing = rewriter.missing();
                    throw new IllegalStateException(
                            missing.isEmpty() ? type.getName() + " cannot be changed" : missing);
                }
            }
        } finally {
            jvm.removeTransformer(rewriter);
        }
        byte unused = NativeBytes.byteAt(NativeBytes.allocate(1));
    }
}
