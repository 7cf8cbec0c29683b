package io.baton.master.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A file that is to be the application. What it is, its first bytes say; its name is asked only of a text without a first
 * line that names its interpreter. What cannot be an application is the operator's fault, and told before a port opens.
 */
public final class ProgramFile {

    private static final String EXPECTED = " (expected: a jar or a Node program)";

    /** Enough for any first line, and for a word in a configuration. */
    private static final int HEAD_BYTES = 64 * 1024;

    private static final List<String> NODE_ENDINGS = List.of(".js", ".mjs", ".cjs", ".ts", ".mts", ".cts");
    private static final List<String> CONFIGURATION_ENDINGS = List.of(".json", ".json5", ".yml", ".yaml", ".toml");
    private static final List<String> PM2_ENDINGS = List.of(".config.js", ".config.cjs", ".config.mjs");

    private final Path file;
    private final byte[] head;

    private ProgramFile(Path file, byte[] head) {
        this.file = file;
        this.head = head;
    }

    /**
     * Reads the first bytes.
     *
     * @throws ConfigException if there is nothing to read
     */
    public static ProgramFile read(Path file) {
        requireReadable(file);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(HEAD_BYTES);
            if (head.length == 0) {
                throw refused(file, "is empty");
            }
            return new ProgramFile(file, head);
        } catch (IOException e) {
            throw refused(file, "cannot be read: " + e.getMessage());
        }
    }

    /** Whether a name is that of a program for Node, as {@code app.mjs}. */
    public static boolean hasNodeEnding(String name) {
        return NODE_ENDINGS.stream().anyMatch(name::endsWith);
    }

    /** Its first line if that names an interpreter, else null. */
    public @Nullable Shebang shebang() {
        String text = text();
        return Shebang.begins(text) ? Shebang.of(text) : null;
    }

    /**
     * What it is.
     *
     * @param interpreterNamed whether the operator said what runs it, so that any text may be a program
     * @throws ConfigException if it can be no application
     */
    public Application.Kind kind(boolean interpreterNamed) {
        if (begins(0x50, 0x4B)) {
            return kindOfJar();
        }
        Shebang shebang = shebang();
        if (shebang != null && !shebang.isForJavaScript() && ApplicationJar.isZip(file)) {
            // A jar may begin with a script that executes it.
            return kindOfJar();
        }
        String binary = binaryKind();
        if (binary != null) {
            throw refused(file, binary);
        }
        return interpreterNamed ? Application.Kind.NODE : kindOfText();
    }

    /** The operator says that Node runs it: any text may be a program. */
    public void requireText() {
        String binary = begins(0x50, 0x4B) ? "is a zip file, no program" : binaryKind();
        if (binary != null) {
            throw new ConfigException("application: " + file + " " + binary + " (expected: a Node program)");
        }
    }

    /** The operator says that it is a jar, or its first bytes do. */
    public void requireApplicationJar() {
        String fault = ApplicationJar.fault(file);
        if (fault != null) {
            throw new ConfigException("application: " + file + " " + fault);
        }
    }

    /** The operator says that it is a server that knows nothing of Baton. */
    void requireServer() {
        boolean zip = begins(0x50, 0x4B) || ApplicationJar.isZip(file);
        String binary = binaryKind();
        String fault = zip ? ApplicationJar.serverFault(file) : binary != null ? binary : "is a text";
        if (fault != null) {
            throw new ConfigException("application: " + file + " " + fault + " (expected: the jar of a server)");
        }
    }

    private Application.Kind kindOfJar() {
        if (ApplicationJar.isServer(file)) {
            return Application.Kind.SERVER;
        }
        requireApplicationJar();
        return Application.Kind.JAR;
    }

    private Application.Kind kindOfText() {
        Shebang shebang = shebang();
        if (shebang != null) {
            return kindOfScript(shebang);
        }
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (PM2_ENDINGS.stream().anyMatch(name::endsWith) && text().contains("apps")) {
            throw refused(
                    file,
                    "is a configuration of pm2 and a program; write down what it says with node -p"
                            + " 'JSON.stringify(require(\"./" + file.getFileName() + "\"))' > ecosystem.config.json");
        }
        if (hasNodeEnding(name)) {
            return Application.Kind.NODE;
        }
        if (CONFIGURATION_ENDINGS.stream().anyMatch(name::endsWith)) {
            throw refused(file, "is a configuration; name the program itself");
        }
        if (name.endsWith(".jsx") || name.endsWith(".tsx")) {
            throw refused(file, "has JSX, which Node does not run; name what it is compiled to");
        }
        throw new ConfigException("application: " + file + " is a text that does not say what runs it"
                + " (expected: a first line as #!/usr/bin/env node, or --as node)");
    }

    private Application.Kind kindOfScript(Shebang shebang) {
        if (shebang.isForJavaScript()) {
            return Application.Kind.NODE;
        }
        throw refused(file, "is a script for " + (shebang.name().isEmpty() ? "nothing" : shebang.name()));
    }

    private @Nullable String binaryKind() {
        if (begins(0xCA, 0xFE, 0xBA, 0xBE)) {
            return "is a class file; put it into a jar";
        } else if (begins(0x7F, 'E', 'L', 'F')) {
            return "is a binary program";
        } else if (begins(0x1F, 0x8B)) {
            return "is compressed by gzip";
        }
        for (byte b : head) {
            if (b == 0) {
                return "is a binary file";
            }
        }
        return null;
    }

    private boolean begins(int... bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (i >= head.length || (head[i] & 0xFF) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    private String text() {
        String text = new String(head, StandardCharsets.UTF_8);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static void requireReadable(Path file) {
        if (file.toString().isBlank()) {
            throw new ConfigException("application: a name without a letter" + EXPECTED);
        } else if (Files.isDirectory(file)) {
            throw refused(file, "is a directory");
        } else if (!Files.exists(file)) {
            boolean link = Files.isSymbolicLink(file);
            throw refused(file, link ? "is a link to a file that does not exist" : "does not exist");
        } else if (!Files.isRegularFile(file)) {
            throw refused(file, "is no regular file");
        } else if (!Files.isReadable(file)) {
            throw refused(file, "may not be read by this user");
        }
    }

    private static ConfigException refused(Path file, String fault) {
        return new ConfigException("application: " + file + " " + fault + EXPECTED);
    }
}
