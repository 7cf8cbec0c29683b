package io.baton.protocol.posix;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Hears signals through sun.misc.Signal, the only way there is, and by reflection, because the compiler warns of every
 * other use of it.
 */
public final class Signals {

    /**
     * The variable that tells HotSpot which signal it is to suspend threads with, instead of SIGUSR2, one of which from
     * outside would end it in a crash.
     */
    public static final String SUSPEND_VARIABLE = "_JAVA_SR_SIGNUM";

    /** A real-time signal that neither the C library nor people use. */
    public static final String SUSPEND_NUMBER = "58";

    private static final String IGNORED = "SigIgn:";

    private Signals() {}

    /**
     * Has a signal run the action, on a thread of the JVM's, instead of what it would do. One that this process was started
     * with ignored, as by nohup(1) or a shell for its background jobs, stays ignored.
     *
     * @param name without SIG, as {@code TERM}
     * @return whether it is heard from now on
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

    /** As the kernel sees it (proc(5), status); the JVM itself says nothing of it when a handler is registered. */
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
            // Without /proc nobody can tell, and nobody is worse off than before.
        }
        return false;
    }
}
