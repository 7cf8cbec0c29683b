/**
 * A master process: {@link io.baton.master.Main} starts, {@link io.baton.master.Master} owns the groups,
 * {@link io.baton.master.ProcessWorkshop} makes what they are made of, {@link io.baton.master.OperatorSignals} hears the operator.
 *
 * <p>Arrows: io.baton.master.admin, io.baton.master.carried, io.baton.master.cli, io.baton.master.command,
 * io.baton.master.conductor, io.baton.master.config, io.baton.master.control, io.baton.master.dispatch,
 * io.baton.master.fetch, io.baton.master.group, io.baton.master.health, io.baton.master.history, io.baton.master.home,
 * io.baton.master.journal, io.baton.master.jvm, io.baton.master.listen, io.baton.master.metrics,
 * io.baton.master.output, io.baton.master.program, io.baton.master.shared, io.baton.master.snapshot, io.baton.master.spawn,
 * io.baton.master.systemd, io.baton.master.texts, io.baton.master.totals, io.baton.master.upgrade,
 * io.baton.master.worker, io.baton.protocol and its packages.
 */
@NullMarked
package io.baton.master;

import org.jspecify.annotations.NullMarked;
