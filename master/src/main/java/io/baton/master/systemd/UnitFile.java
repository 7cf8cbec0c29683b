package io.baton.master.systemd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/**
 * The file of a unit. One that was not written here is neither replaced nor removed.
 *
 * @param path absolute
 */
public record UnitFile(Path path) {

    private static final Path SYSTEM = Path.of("/etc/systemd/system");

    /** The unit of the machine. */
    public static UnitFile ofSystem(String name) {
        return new UnitFile(SYSTEM.resolve(name + ".service"));
    }

    /** The unit of a user. */
    public static UnitFile ofUser(String name, Map<String, String> environment, String userHome) {
        String config = environment.getOrDefault("XDG_CONFIG_HOME", "");
        Path base = config.startsWith("/") ? Path.of(config) : Path.of(userHome, ".config");
        return new UnitFile(base.resolve("systemd/user").resolve(name + ".service"));
    }

    /** Whether there is one. */
    public boolean exists() {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether the file that exists was written here. */
    public boolean isOurs() throws IOException {
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                && Files.readString(path, StandardCharsets.ISO_8859_1).startsWith(ServiceUnit.MARK);
    }

    /** Writes it: the old file or the new one is there at any time. */
    public void write(String text) throws IOException {
        Path directory = path.getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        Path temporary = path.resolveSibling("." + path.getFileName() + ".new");
        Files.writeString(temporary, text);
        Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Removes it. */
    public void remove() throws IOException {
        Files.delete(path);
    }
}
