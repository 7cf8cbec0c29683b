package io.baton.master.jvm;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The jar that this program came from; in a build tree, the class directory. */
final class OwnJar {

    private OwnJar() {}

    /** Its real path, however it was called. */
    static Path location() throws IOException {
        @Nullable CodeSource source = OwnJar.class.getProtectionDomain().getCodeSource();
        @Nullable URL location = source == null ? null : source.getLocation();
        // A class out of a class-data archive may have none; such a JVM was started with this jar alone.
        Path path = location == null
                ? Path.of(System.getProperty("java.class.path"))
                : Path.of(URI.create(location.toString()));
        return path.toRealPath();
    }

    /** Names its contents without reading them, which would cost every start some 10 ms: size, time, device and inode. */
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
