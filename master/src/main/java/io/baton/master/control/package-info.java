/**
 * The master seen from outside: {@link io.baton.master.control.ControlSocket} is a Unix-domain socket in the home, on which
 * a {@link io.baton.master.control.Request} is a line of JSON and an {@link io.baton.master.control.Answer} another one.
 * {@link io.baton.master.control.MasterProxy} is the only way onto the conductor.
 *
 * <p>Arrows: io.baton.master.conductor, io.baton.master.home, io.baton.master.journal, io.baton.master.snapshot,
 * io.baton.protocol, io.baton.protocol.log, io.baton.protocol.loop,
 * io.baton.protocol.message, io.baton.protocol.posix.
 */
@NullMarked
package io.baton.master.control;

import org.jspecify.annotations.NullMarked;
