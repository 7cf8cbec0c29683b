package sun.nio.ch;

import jdk.internal.misc.Signal;

/** Hears a signal before the JVM does, which would end at once. */
public final class HeardSignal implements Signal.Handler {

    /** Decides about signals, on a thread of the JVM. */
    public interface Listener {

        /** The signal has come. Returns false if it is to have the effect that it has in any JVM. */
        boolean heard(String name);
    }

    private final Listener listener;
    private volatile Signal.Handler usual;

    private HeardSignal(Listener listener) {
        this.listener = listener;
    }

    /**
     * Tells the listener of the signal from now on, unless the application says otherwise. A signal that was ignored when
     * the JVM was started stays ignored.
     *
     * @param name without SIG
     */
    public static void tell(String name, Listener listener) {
        HeardSignal heard = new HeardSignal(listener);
        try {
            Signal.Handler before = Signal.handle(new Signal(name), heard);
            heard.usual = before;
        } catch (IllegalArgumentException e) {
            // The JVM leaves its signals to the kernel (-Xrs).
        }
    }

    @Override
    public void handle(Signal signal) {
        Signal.Handler next = usual;
        if (!listener.heard("SIG" + signal.getName()) && next != null) {
            next.handle(signal);
        }
    }
}
