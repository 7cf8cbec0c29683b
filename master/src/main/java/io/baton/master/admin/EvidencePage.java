package io.baton.master.admin;

import io.baton.master.control.MasterProxy;
import io.baton.master.home.Evidence;
import io.baton.master.journal.Entry;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the evidence of a kill or a crash begins, as {@code ?event=4711}. Only events of the master name the files, so a client can
 * ask for no other one. Admin loop only.
 */
final class EvidencePage implements Page {

    private static final int MOST_BYTES = 64 * 1024;

    private final MasterProxy master;

    EvidencePage(MasterProxy master) {
        this.master = master;
    }

    @Override
    public void answer(Exchange exchange) {
        @Nullable String number = exchange.parameter("event");
        try {
            master.event(
                    number == null ? 0 : Long.parseLong(number), exchange.loop(), found -> answer(exchange, found));
        } catch (NumberFormatException e) {
            exchange.refuse(HttpResponseStatus.BAD_REQUEST, "event: not the number of an event");
        }
    }

    private static void answer(Exchange exchange, Optional<Entry> found) {
        @Nullable String file = found.map(entry -> entry.event().evidence()).orElse(null);
        if (file == null) {
            exchange.refuse(HttpResponseStatus.NOT_FOUND, "the master keeps no such event, or it has no evidence");
            return;
        }
        try {
            exchange.bytes(
                    HttpResponseStatus.OK,
                    "text/plain; charset=utf-8",
                    Evidence.head(Path.of(file), MOST_BYTES).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            exchange.refuse(HttpResponseStatus.NOT_FOUND, "the file is not there any more: " + e.getMessage());
        }
    }
}
