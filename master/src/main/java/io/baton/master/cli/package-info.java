/**
 * The command line: {@link io.baton.master.cli.BatonCommand} makes a {@link io.baton.master.config.MasterConfig} of that of
 * {@code run}; each other {@link io.baton.master.cli.Verb} is a {@link io.baton.master.cli.Command}.
 * {@link io.baton.master.cli.ExitCode} is what the shell sees.
 *
 * <p>Arrows: io.baton.master.config, io.baton.master.file, io.baton.master.table, io.baton.protocol.message.
 */
@NullMarked
package io.baton.master.cli;

import org.jspecify.annotations.NullMarked;
