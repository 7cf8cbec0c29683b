package io.baton.agent;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;

/** Where the JVM begins with the agent. The only class of Baton's that the application's class loader sees. */
public final class Agent {

    private static final int DOES_NOT_FIT = 2;

    private Agent() {}

    /** Runs on the main thread, before the application's class is loaded. */
    public static void premain(String options, Instrumentation jvm) {
        try {
            Class<?> boot = new Isolated().loadClass("io.baton.agent.boot.Boot");
            boot.getMethod("start", String.class, Instrumentation.class, ClassLoader.class)
                    .invoke(null, options, jvm, Agent.class.getClassLoader());
        } catch (InvocationTargetException e) {
            fail(e.getTargetException());
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            fail(e);
        }
    }

    private static void fail(Throwable reason) {
        System.err.println("baton: the agent does not fit this JVM (" + System.getProperty("java.vendor") + " "
                + System.getProperty("java.vm.version") + "): " + reason);
        Runtime.getRuntime().halt(DOES_NOT_FIT);
    }

    /** Loads the rest of the agent, and nothing of the application's. */
    private static final class Isolated extends ClassLoader {

        Isolated() {
            super(null);
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            String file = "isolated/" + name.replace('.', '/') + ".class";
            try (InputStream in = Agent.class.getClassLoader().getResourceAsStream(file)) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] content = in.readAllBytes();
                return defineClass(name, content, 0, content.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
