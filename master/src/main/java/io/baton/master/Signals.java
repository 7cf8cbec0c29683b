package io.baton.master;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Hears signals through sun.misc.Signal, the only way there is, and by reflection, because the compiler warns of every
 * other use of it.
 */
final class Signals {

    private static final String IGNORED = "SigIgn:";

    private Signals() {}

    /**
     * Which of these signals this process was started with ignored, as nohup(1) and a shell's background jobs do. The JVM
     * leaves them ignored, and says of {@link #on} for them nothing.
     *
     * @param signals names without SIG, with their numbers
     */
    static List<String> ignored(List<Numbered> signals) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith(IGNORED)) {
                    long mask = Long.parseUnsignedLong(
                            line.substring(IGNORED.length()).trim(), 16);
                    return signals.stream()
                            .filter(signal -> (mask >> (signal.number() - 1) & 1) != 0)
                            .map(Numbered::name)
                            .toList();
                }
            }
        } catch (IOException e) {
            // Without /proc nobody can tell, and nobody is worse off than before.
        }
        return List.of();
    }

    /** A signal's name without SIG, and its number on Linux (signal(7)). */
    record Numbered(String name, int number) {}

    /**
     * Has a signal run the action, on a thread of the JVM's, instead of ending the process.
     *
     * @param name without SIG, as {@code TERM}
     */
    static void on(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler call = (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                    action.run();
                    return null;
                }
                return method.getName().equals("hashCode") ? (Object) System.identityHashCode(proxy) : name;
            };
            Object proxy = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, call);
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("signal " + name + " cannot be heard", e);
        }
    }
}
