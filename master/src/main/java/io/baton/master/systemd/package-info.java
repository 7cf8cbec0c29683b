/**
 * Baton as a service of systemd: {@link io.baton.master.systemd.ServiceUnit} is the text of a unit,
 * {@link io.baton.master.systemd.UnitFile} its file, {@link io.baton.master.systemd.ServiceNotices} what a master tells systemd.
 *
 * <p>Arrows: io.baton.master.config, io.baton.master.journal, io.baton.protocol.posix.
 */
@NullMarked
package io.baton.master.systemd;

import org.jspecify.annotations.NullMarked;
