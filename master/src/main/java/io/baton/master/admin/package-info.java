/**
 * A master seen over HTTP, by programs and by people: {@link io.baton.master.admin.AdminServer} serves pages to clients
 * that know the {@link io.baton.master.home.AdminToken}, and health to all. {@link io.baton.master.admin.Conversation}
 * is one client.
 *
 * <p>Arrows: io.baton.master.control, io.baton.master.health, io.baton.master.history, io.baton.master.home,
 * io.baton.master.journal, io.baton.master.metrics, io.baton.master.snapshot, io.baton.master.table, io.baton.master.totals,
 * io.baton.protocol.message, io.baton.protocol.posix.
 */
@NullMarked
package io.baton.master.admin;

import org.jspecify.annotations.NullMarked;
