package io.baton.master.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Node of at least some version: the one that is installed, or one from npm, kept in the build's directory. */
public final class NewNode {

    private NewNode() {}

    /** The program; skips the test, saying why, where there is none. */
    public static synchronized String require(Class<?> test, int version) throws Exception {
        if (major("node") >= version) {
            return "node";
        }
        String name = "node-linux-" + (System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x64");
        Path directory = Path.of("target", "node-" + version).toAbsolutePath();
        Path node = directory.resolve("node_modules").resolve(name).resolve("bin/node");
        if (major(node.toString()) < version) {
            Files.createDirectories(directory);
            NpmPackages.require(test, directory, List.of(name + "@" + version));
        }
        return node.toString();
    }

    /** 0 if it does not run. */
    private static int major(String node) throws Exception {
        try {
            Process process = new ProcessBuilder(node, "-p", "process.versions.node").start();
            String version = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0
                    ? Integer.parseInt(version.split("\\.", 2)[0])
                    : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
