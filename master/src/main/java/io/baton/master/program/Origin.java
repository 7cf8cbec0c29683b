package io.baton.master.program;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The file of a program that is not copied, and which file its path led to when the last worker started. Owned by the thread
 * that starts processes.
 */
final class Origin {

    private final Path file;

    private @Nullable Path real;
    private @Nullable FileIdentity identity;

    /** Whether workers start from that file, although the path may lead to another one by now. */
    private volatile boolean stays;

    /** @param file as the operator named it, absolute */
    Origin(Path file) {
        this.file = file;
        remember();
    }

    /** The file for a worker that starts now. */
    Path forStart() {
        Path kept = real;
        if (stays && kept != null && missing() == null) {
            return kept;
        }
        remember();
        return file;
    }

    /** From now on workers start from the same file as the last one, as long as that is there. Any thread may call. */
    void stay() {
        stays = true;
    }

    /** Why that is not possible; null if it is. */
    @Nullable
    String missing() {
        Path kept = real;
        return kept != null && identity != null && identity.equals(FileIdentity.of(kept))
                ? null
                : (kept == null ? file : kept) + " has changed, and there is no copy of what it was";
    }

    private void remember() {
        try {
            real = file.toRealPath();
            identity = FileIdentity.of(real);
        } catch (IOException e) {
            // The runtime says what is wrong with the file.
            real = null;
            identity = null;
        }
    }
}
