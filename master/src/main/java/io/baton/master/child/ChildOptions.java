package io.baton.master.child;

import io.baton.master.spawn.Wiring;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a child is to be started. Immutable: each method returns other options.
 *
 * <pre>{@code
 * ChildOptions.defaults().cwd(Path.of("/tmp")).timeout(Duration.ofSeconds(10)).stdio(Stdio.IGNORE, Stdio.PIPE, Stdio.INHERIT)
 * }</pre>
 *
 * <p>Differs from Node: no {@code uid} and {@code gid}, because posix_spawn(3) cannot change them (start {@code setpriv}
 * instead); no {@code serialization: 'advanced'}, which is V8's; no {@code encoding}: {@code exec} reads UTF-8, and {@link
 * ChildOutput#onData} gives bytes; no {@code AbortSignal}: call {@link ChildProcess#kill}.
 */
public final class ChildOptions {

    private static final int SIGTERM = 15;
    private static final int LAST_SIGNAL = 64;
    private static final ChildOptions DEFAULTS = new ChildOptions();

    private @Nullable Path cwd;
    private @Nullable Map<String, String> env;
    private List<Stdio> stdio = List.of();
    private @Nullable String argv0;
    private boolean detached;
    private @Nullable String shell;
    private boolean ipc;
    private @Nullable Duration timeout;
    private int killSignal = SIGTERM;
    private long maxBuffer = 1024 * 1024;
    private @Nullable String execPath;
    private List<String> execArgv = List.of();
    private @Nullable String classPath;

    private ChildOptions() {}

    private ChildOptions(ChildOptions other) {
        cwd = other.cwd;
        env = other.env;
        stdio = other.stdio;
        argv0 = other.argv0;
        detached = other.detached;
        shell = other.shell;
        ipc = other.ipc;
        timeout = other.timeout;
        killSignal = other.killSignal;
        maxBuffer = other.maxBuffer;
        execPath = other.execPath;
        execArgv = other.execArgv;
        classPath = other.classPath;
    }

    /** The parent's directory and environment, no shell, no time limit, and for the streams what each function says. */
    public static ChildOptions defaults() {
        return DEFAULTS;
    }

    /** The directory to start in. */
    public ChildOptions cwd(Path cwd) {
        return with(other -> other.cwd = cwd);
    }

    /**
     * All of the child's variables, instead of the parent's. One whose value is null is left out, as Node leaves out
     * undefined.
     *
     * @throws IllegalArgumentException if a name is empty or null, or has an equals sign behind its first character, where the
     *     child would find another name; Node passes it on
     */
    public ChildOptions env(Map<String, String> env) {
        return with(other -> other.env = Variables.checked(env));
    }

    /** What the child sees as its own name, instead of the one it was started by. Without effect with a shell. */
    public ChildOptions argv0(String argv0) {
        return with(other -> other.argv0 = argv0);
    }

    /** Has this shell interpret command and arguments, joined by spaces, as {@code shell -c}. Never with text from outside. */
    public ChildOptions shell(String shell) {
        return with(other -> other.shell = shell);
    }

    /** The program that runs a forked module, instead of this JVM's own {@code java}, or {@code node}. */
    public ChildOptions execPath(String execPath) {
        return with(other -> other.execPath = execPath);
    }

    /** The class path of a forked JVM, instead of this one's. */
    public ChildOptions classPath(String classPath) {
        return with(other -> other.classPath = classPath);
    }

    /** The three standard streams. */
    public ChildOptions stdio(Stdio input, Stdio output, Stdio error) {
        return with(other -> other.stdio = List.of(input, output, error));
    }

    /** The same for all three standard streams. */
    public ChildOptions stdio(Stdio all) {
        return stdio(all, all, all);
    }

    /** Has the child lead a session of its own (setsid(2)), so that it outlives the parent's terminal. */
    public ChildOptions detached() {
        return with(other -> other.detached = true);
    }

    /** Gives a child that is not forked a channel, too, as its descriptor 3. */
    public ChildOptions ipc() {
        return with(other -> other.ipc = true);
    }

    /** Has the child killed after so long; zero means never. */
    public ChildOptions timeout(Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("timeout: " + timeout + " (expected: not negative)");
        }
        return with(other -> other.timeout = timeout.isZero() ? null : timeout);
    }

    /** The signal with which it is killed when its time is over or its output too long, {@code 1..64}; else SIGTERM. */
    public ChildOptions killSignal(int signal) {
        if (signal < 1 || signal > LAST_SIGNAL) {
            throw new IllegalArgumentException("kill signal: " + signal + " (expected: 1..64)");
        }
        return with(other -> other.killSignal = signal);
    }

    /** How much {@code exec} and {@code execFile} take of each output, in bytes; else 1 MiB. */
    public ChildOptions maxBuffer(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("maxBuffer: " + bytes + " (expected: >= 0)");
        }
        return with(other -> other.maxBuffer = bytes);
    }

    /**
     * Options for the program that runs a forked module. Differs from Node: none are inherited, because two JVMs cannot
     * share a debugger's port or a log file.
     */
    public ChildOptions execArgv(String... arguments) {
        return with(other -> other.execArgv = List.of(arguments));
    }

    ChildOptions stdioUnlessGiven(Stdio all) {
        return stdio.isEmpty() ? stdio(all) : this;
    }

    @Nullable
    Path cwd() {
        return cwd;
    }

    @Nullable
    Map<String, String> env() {
        return env;
    }

    List<Stdio> stdio() {
        return stdio;
    }

    Wiring wiring() {
        return new Wiring(stdio.get(0).stream(), stdio.get(1).stream(), stdio.get(2).stream(), ipc);
    }

    @Nullable
    String argv0() {
        return argv0;
    }

    @Nullable
    String shell() {
        return shell;
    }

    @Nullable
    Duration timeout() {
        return timeout;
    }

    int killSignal() {
        return killSignal;
    }

    long maxBuffer() {
        return maxBuffer;
    }

    @Nullable
    String execPath() {
        return execPath;
    }

    List<String> execArgv() {
        return execArgv;
    }

    @Nullable
    String classPath() {
        return classPath;
    }

    boolean isDetached() {
        return detached;
    }

    boolean hasIpc() {
        return ipc;
    }

    private ChildOptions with(Consumer<ChildOptions> change) {
        ChildOptions other = new ChildOptions(this);
        change.accept(other);
        return other;
    }
}
