package io.baton.master.child;

import io.baton.protocol.posix.Errno;
import io.baton.protocol.posix.Fd;
import io.baton.protocol.posix.Libc;
import io.baton.protocol.posix.PosixException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** Lowers its limit of descriptors, opens as many as it can, then tries to start children and prints the errors. */
final class FullProcess {

    private static final int LIMIT = 128;

    private FullProcess() {}

    public static void main(String[] arguments) throws Exception {
        List<String> prlimit = List.of("--pid=" + ProcessHandle.current().pid(), "--nofile=" + LIMIT);
        // Lowering the limit, and a first failure, load the classes that are needed later.
        ChildProcess.execFile("prlimit", prlimit).output().toCompletableFuture().get();
        String unused = failure(ChildOptions.defaults().cwd(Path.of("/no/such/directory")));
        List<Fd> all = new ArrayList<>();
        fill(all);
        String first = failure(ChildOptions.defaults().stdio(Stdio.IGNORE).ipc());
        String second = failure(ChildOptions.defaults());
        all.forEach(Fd::close);
        System.out.println(first + "\n" + second);
        System.exit(0);
    }

    private static void fill(List<Fd> all) throws PosixException {
        try {
            while (true) {
                Fd[] pipe = Libc.pipe();
                all.addAll(List.of(pipe));
            }
        } catch (PosixException e) {
            if (e.errno() != Errno.EMFILE) {
                throw e;
            }
            fillTheLastOne(all);
        }
    }

    /** A pipe takes two descriptors, so one may be left. */
    private static void fillTheLastOne(List<Fd> all) throws PosixException {
        try {
            all.add(Libc.duplicate(all.get(0), 0));
        } catch (PosixException e) {
            if (e.errno() != Errno.EMFILE) {
                throw e;
            }
        }
    }

    private static String failure(ChildOptions options) throws InterruptedException {
        try {
            return "started "
                    + ChildProcess.spawn("true", List.of(), options)
                            .pid()
                            .toCompletableFuture()
                            .get();
        } catch (ExecutionException e) {
            return String.valueOf(e.getCause()).replaceAll(".* ([A-Z0-9]+) \\(.*", "$1");
        }
    }
}
