package io.baton.master.home;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * A group of users that may read files of this user, which none of them may change. Only root can give files to a group that it
 * is not in.
 *
 * @param group its number
 */
public record Readers(int group) {

    /**
     * Lets them read a directory with all that is in it. Nobody else may. Links are not followed.
     *
     * @throws IOException if this user may not
     */
    public void grant(Path directory) throws IOException {
        try (Stream<Path> found = Files.walk(directory)) {
            for (Path path : List.copyOf(found.toList())) {
                if (!Files.isSymbolicLink(path)) {
                    Files.setAttribute(path, "unix:gid", group, LinkOption.NOFOLLOW_LINKS);
                    boolean enters = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
                    Files.setPosixFilePermissions(
                            path, PosixFilePermissions.fromString(enters ? "rwxr-x---" : "rw-r-----"));
                }
            }
        }
    }
}
