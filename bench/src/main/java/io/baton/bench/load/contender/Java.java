package io.baton.bench.load.contender;

import java.nio.file.Path;

/** The JVM that runs this program also runs the contenders that need one. */
final class Java {

    private Java() {}

    static String binary() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
