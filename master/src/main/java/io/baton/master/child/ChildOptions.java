package io.baton.master.child;

import io.baton.master.spawn.Wiring;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a child is started. Immutable: each method returns other options.
 *
 * <pre>{@code
 * ChildOptions.defaults().cwd(Path.of("/tmp")).timeout(Duration.ofSeconds(10)).stdio(Stdio.IGNORE, Stdio.PIPE, Stdio.INHERIT)
 * }</pre>
 *
 * <p>Differs from Node. There is no {@code uid} and {@code gid}, because posix_spawn(3) cannot change them: start {@code
 * setpriv} instead. There is no {@code serialization: 'advanced'}, which is V8's. There is no {@code encoding}: {@code exec}
 * reads UTF-8, and {@link ChildOutput#onData} gives bytes. There is no {@code AbortSignal}: call {@link ChildProcess#kill}.
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

    /** The directory in which the child starts. */
    public ChildOptions cwd(Path cwd) {
        return with(other -> other.cwd = cwd);
    }

    /**
     * All of the child's variables, instead of the parent's. A variable whose value is null is left out, as Node leaves out
     * undefined.
     *
     * @throws IllegalArgumentException if a name is empty or null, or has an equals sign after its first character. The
     *     child would read another name; Node passes it on
     */
    public ChildOptions env(Map<String, String> env) {
        return with(other -> other.env = Variables.checked(env));
    }

    /** The name that the child sees as its own, instead of the one it was started by. Has no effect with a shell. */
    public ChildOptions argv0(String argv0) {
        return with(other -> other.argv0 = argv0);
    }

    /**
     * Starts this shell as {@code shell -c}, and the shell interprets the command and its arguments, joined by spaces.
     * Never use it with text from outside.
     */
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

    /** The same kind for all three standard streams. */
    public ChildOptions stdio(Stdio all) {
        return stdio(all, all, all);
    }

    /** Makes the child the leader of a session of its own (setsid(2)), so that it outlives the parent's terminal. */
    public ChildOptions detached() {
        return with(other -> other.detached = true);
    }

    /** Gives the child a channel as its descriptor 3. A forked child has one anyway. */
    public ChildOptions ipc() {
        return with(other -> other.ipc = true);
    }

    /** Kills the child after this time; zero means never. */
    public ChildOptions timeout(Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("timeout: " + timeout + " (expected: not negative)");
        }
        return with(other -> other.timeout = timeout.isZero() ? null : timeout);
    }

    /** The signal, {@code 1..64}, that ends a child whose time is over or whose output is too long. Default: SIGTERM. */
    public ChildOptions killSignal(int signal) {
        if (signal < 1 || signal > LAST_SIGNAL) {
            throw new IllegalArgumentException("kill signal: " + signal + " (expected: 1..64)");
        }
        return with(other -> other.killSignal = signal);
    }

    /** How many bytes of each output {@code exec} and {@code execFile} collect. Default: 1 MiB. */
    public ChildOptions maxBuffer(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("maxBuffer: " + bytes + " (expected: >= 0)");
        }
        return with(other -> other.maxBuffer = bytes);
    }

    /**
     * Options for the program that runs a forked module. Differs from Node: the parent's own options are not inherited,
     * because two JVMs cannot share a debugger's port or a log file.
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
