package io.baton.master.program;

import io.baton.master.config.ConfigException;
import io.baton.protocol.posix.Processes;
import io.baton.protocol.posix.UserAccount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Another user than the master's, which workers run as. posix_spawn(3) cannot change the user, so {@code setpriv} does, with the
 * user's groups and without any capability, and executes the worker in its place.
 *
 * @param account the user
 * @param setpriv the program
 */
record OtherUser(UserAccount account, Path setpriv) {

    private static final int ROOT = 0;

    /**
     * Looks the user up.
     *
     * @param path where {@code setpriv} is looked for
     * @return null if workers run as the user of this process
     * @throws ConfigException if there is no such user
     * @throws IOException if this process may not, or cannot, start processes of that user
     */
    static @Nullable OtherUser of(@Nullable String name, SearchPath path) throws IOException {
        if (name == null) {
            return null;
        }
        UserAccount account = UserAccount.named(name);
        if (account == null) {
            throw new ConfigException("user: " + name + " (expected: a user of this machine)");
        }
        int own = Processes.userId();
        if (account.uid() == own) {
            return null;
        }
        if (own != ROOT) {
            throw new NotPermittedException(
                    "user: " + name + " (expected: none, because only root may start workers as another" + " user)");
        }
        Path setpriv = path.find("setpriv")
                .orElseThrow(() -> new IOException(
                        "setpriv: not found in " + path + ", needed to start workers as " + name + " (util-linux)"));
        return new OtherUser(account, setpriv);
    }

    /** What stands before a command so that it runs as this user. What a process asks the kernel for later is not lost. */
    List<String> prefix() {
        return List.of(
                setpriv.toString(),
                "--reuid",
                String.valueOf(account.uid()),
                "--regid",
                String.valueOf(account.gid()),
                "--init-groups",
                "--inh-caps=-all",
                "--");
    }

    /** Puts the user into variables. */
    void addTo(Map<String, String> variables) {
        variables.put("USER", account.name());
        variables.put("LOGNAME", account.name());
        variables.put("HOME", account.home());
    }
}
