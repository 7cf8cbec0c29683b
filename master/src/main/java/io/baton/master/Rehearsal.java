package io.baton.master;

import io.baton.master.conductor.Conductor;
import io.baton.master.jvm.MasterCommand;
import io.baton.protocol.loop.FdWatch;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.netty.channel.epoll.EpollIoOps;
import java.io.IOException;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * What a trial does beyond reading the state when its JVM records the archive from which the next image starts: it loads the
 * classes of a master. Clients wait while those are read from the jar.
 */
final class Rehearsal {

    private static final List<String> OURS = List.of(
            "io/baton/protocol/",
            "io/baton/master/carried/",
            "io/baton/master/conductor/",
            "io/baton/master/config/",
            "io/baton/master/control/",
            "io/baton/master/dispatch/",
            "io/baton/master/group/",
            "io/baton/master/home/",
            "io/baton/master/journal/",
            "io/baton/master/jvm/",
            "io/baton/master/listen/",
            "io/baton/master/output/",
            "io/baton/master/program/",
            "io/baton/master/snapshot/",
            "io/baton/master/spawn/",
            "io/baton/master/systemd/",
            "io/baton/master/upgrade/",
            "io/baton/master/worker/");
    private static final String ROOT = "io/baton/master/";
    private static final String CLASS = ".class";
    private static final long LIMIT_MS = 2_000;

    private Rehearsal() {}

    /** Rehearses, if the JVM records. */
    static void run() throws IOException {
        if (MasterCommand.records(MasterCommand.ofThisTrial())) {
            loadClasses();
            turnALoop();
        }
    }

    private static void loadClasses() throws IOException {
        try (JarFile jar = new JarFile(System.getProperty("java.class.path", ""))) {
            for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
                String name = entries.nextElement().getName();
                boolean root = name.startsWith(ROOT) && name.indexOf('/', ROOT.length()) < 0;
                if (name.endsWith(CLASS) && (root || OURS.stream().anyMatch(name::startsWith))) {
                    load(name.substring(0, name.length() - CLASS.length()).replace('/', '.'));
                }
            }
        }
    }

    private static void load(String name) {
        try {
            Class<?> unused = Class.forName(name, false, Rehearsal.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            // It needs what this JVM or this jar does not have, and so does a master.
        }
    }

    private static void turnALoop() throws IOException {
        Conductor conductor = Conductor.start("baton-rehearsal");
        Fd[] pipe = Libc.pipe();
        CountDownLatch turned = new CountDownLatch(1);
        conductor.post(() -> {
            try {
                FdWatch watch = conductor.watch(pipe[0], EpollIoOps.EPOLLIN, events -> {});
                conductor.after(1, () -> {
                    watch.close();
                    pipe[1].close();
                    turned.countDown();
                });
            } catch (IOException e) {
                turned.countDown();
            }
        });
        try {
            boolean unused = turned.await(LIMIT_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        conductor.stop();
    }
}
