/**
 * What the verbs do, except {@code run}: {@link io.baton.master.command.Commands} has a class for each, loaded when it is
 * used. They ask the daemon by {@link io.baton.master.client.ControlClient}.
 *
 * <p>Arrows: io.baton.master.cli, io.baton.master.client, io.baton.master.config, io.baton.master.file,
 * io.baton.master.home, io.baton.master.jvm, io.baton.master.logs, io.baton.master.monit, io.baton.master.systemd,
 * io.baton.master.table, io.baton.protocol.message, io.baton.protocol.posix.
 */
@NullMarked
package io.baton.master.command;

import org.jspecify.annotations.NullMarked;
