package io.baton.master.upgrade;

import java.nio.file.Path;

/**
 * What a master is to become.
 *
 * @param java the JVM
 * @param jar absolute path
 */
public record NewProgram(Path java, Path jar) {}
