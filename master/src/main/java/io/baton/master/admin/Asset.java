package io.baton.master.admin;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.io.InputStream;

/**
 * A file of the page for people, from the jar of the master. It says nothing about this master, so it is open to all. It is
 * read when it is asked for, and not kept: that is seldom. Admin loop only.
 */
final class Asset implements Page {

    /** As the jar of uPlot has it. */
    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

    private final String resource;
    private final String type;

    private Asset(String resource, String type) {
        this.resource = resource;
        this.type = type + "; charset=utf-8";
    }

    /** A file that is beside this class. */
    static Asset own(String name, String type) {
        return new Asset(name, type);
    }

    /** A file of uPlot. */
    static Asset ofPlot(String name, String type) {
        return new Asset(UPLOT + name, type);
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void answer(Exchange exchange) {
        try {
            exchange.bytes(HttpResponseStatus.OK, type, read());
        } catch (IOException e) {
            exchange.refuse(HttpResponseStatus.INTERNAL_SERVER_ERROR, String.valueOf(e.getMessage()));
        }
    }

    /**
     * The file.
     *
     * @throws IOException if the jar does not have it, or was overwritten
     */
    byte[] read() throws IOException {
        try (InputStream in = Asset.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException(resource + " is not in the jar of the master");
            }
            return in.readAllBytes();
        }
    }
}
