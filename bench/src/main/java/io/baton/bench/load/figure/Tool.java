package io.baton.bench.load.figure;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A program on the search path of this machine that a run may need. */
public record Tool(String name, String versionOption) {

    public static final Tool GCC = new Tool("gcc", "--version");
    public static final Tool GUNICORN = new Tool("gunicorn", "--version");
    public static final Tool NGINX = new Tool("nginx", "-v");
    public static final Tool NODE = new Tool("node", "--version");
    public static final Tool NPM = new Tool("npm", "--version");
    public static final Tool WRK = new Tool("wrk", "--version");

    /** All programs that some run needs. */
    static final List<Tool> ALL = List.of(WRK, NODE, NGINX, GUNICORN, GCC);

    /** Why a run without it is left out; empty when it is there. */
    public Optional<String> missing() {
        String path = System.getenv("PATH");
        for (String directory : (path == null ? "" : path).split(File.pathSeparator, -1)) {
            if (Files.isExecutable(Path.of(directory, name))) {
                return Optional.empty();
            }
        }
        return Optional.of(name + " is not installed");
    }

    /** The first line of what it says of itself. */
    public String version() throws IOException {
        Process process = new ProcessBuilder(name, versionOption)
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return said.lines().findFirst().orElse("");
    }
}
