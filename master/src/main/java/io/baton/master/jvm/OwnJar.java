package io.baton.master.jvm;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The jar of this program; in a build tree, the class directory. */
final class OwnJar {

    private OwnJar() {}

    /** Its real path, with all links resolved. */
    static Path location() throws IOException {
        @Nullable CodeSource source = OwnJar.class.getProtectionDomain().getCodeSource();
        @Nullable URL location = source == null ? null : source.getLocation();
        // A class from a class-data archive may have no code source. A JVM that uses an archive was started with this
        // jar
        // alone.
        Path path = location == null
                ? Path.of(System.getProperty("java.class.path"))
                : Path.of(URI.create(location.toString()));
        return path.toRealPath();
    }

    /** A key for its contents: size, time, device and inode. Reading the jar would cost every start some 10 ms. */
    static String key(Path jar) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(jar, "unix:dev,ino");
        return Long.toHexString(Files.size(jar))
                + "-" + Long.toHexString(Files.getLastModifiedTime(jar).toMillis())
                + "-" + hex(attributes.get("ino"))
                + "-" + hex(attributes.get("dev"));
    }

    private static String hex(@Nullable Object number) {
        return number == null ? "" : Long.toHexString(((Number) number).longValue());
    }
}
