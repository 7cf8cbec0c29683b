/**
 * The command line: {@link io.baton.master.cli.BatonCommand} makes a {@link io.baton.master.config.MasterConfig}
 * of it. {@link io.baton.master.cli.ExitCode} is what the shell sees.
 *
 * <p>Arrows: io.baton.master.config, io.baton.master.file.
 */
@NullMarked
package io.baton.master.cli;

import org.jspecify.annotations.NullMarked;
