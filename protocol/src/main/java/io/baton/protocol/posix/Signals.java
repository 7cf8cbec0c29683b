package io.baton.protocol.posix;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Handles signals through sun.misc.Signal, the only way that Java has. The class is used by reflection, because the
 * compiler warns of every other use.
 */
public final class Signals {

    /**
     * The variable that names the signal with which HotSpot suspends threads. By default that is SIGUSR2, and a SIGUSR2
     * from outside would crash the JVM.
     */
    public static final String SUSPEND_VARIABLE = "_JAVA_SR_SIGNUM";

    /** A real-time signal that neither the C library nor people use. */
    public static final String SUSPEND_NUMBER = "58";

    private static final String IGNORED = "SigIgn:";

    private Signals() {}

    /**
     * Runs the action, on a thread of the JVM, whenever the signal comes. A signal that was ignored when this process was
     * started stays ignored, as nohup(1) and shells want it for background jobs.
     *
     * @param name without SIG, as {@code TERM}
     * @return whether the action runs from now on
     */
    public static boolean on(String name, Runnable action) {
        try {
            Class<?> type = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object signal = type.getConstructor(String.class).newInstance(name);
            if (isIgnored((int) type.getMethod("getNumber").invoke(signal))) {
                return false;
            }
            InvocationHandler call = (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                    action.run();
                    return null;
                }
                return method.getName().equals("hashCode") ? (Object) System.identityHashCode(proxy) : name;
            };
            Object proxy = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, call);
            type.getMethod("handle", type, handler).invoke(null, signal, proxy);
            return true;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("signal " + name + " cannot be heard", e);
        }
    }

    /** Whether the kernel ignores the signal (proc(5), status). The JVM does not say so when a handler is registered. */
    private static boolean isIgnored(int number) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith(IGNORED)) {
                    long mask = Long.parseUnsignedLong(
                            line.substring(IGNORED.length()).trim(), 16);
                    return (mask >> (number - 1) & 1) != 0;
                }
            }
        } catch (IOException e) {
            // Without /proc this cannot be known, and the signal counts as not ignored.
        }
        return false;
    }
}
