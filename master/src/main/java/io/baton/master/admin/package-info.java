/**
 * A master seen over HTTP, by programs: {@link io.baton.master.admin.AdminServer} serves pages to clients that know the
 * {@link io.baton.master.home.AdminToken}, and health to all. {@link io.baton.master.admin.Conversation} is one client.
 *
 * <p>Arrows: io.baton.master.control, io.baton.master.health, io.baton.master.home, io.baton.master.journal,
 * io.baton.master.metrics, io.baton.master.snapshot, io.baton.master.table, io.baton.protocol.message.
 */
@NullMarked
package io.baton.master.admin;

import org.jspecify.annotations.NullMarked;
