package io.baton.master.journal;

/** A listener was opened or closed. */
public sealed interface ListenerEvent extends Event {

    /** Its address, as {@code http://localhost:3000} or a path. */
    String address();

    /**
     * Clients can connect.
     *
     * @param label begins the line; empty if the master has no other application
     * @param port 0 if it has none
     * @param note why or how; stands behind the address and may be empty
     */
    record Opened(String app, String label, String address, int port, String note) implements ListenerEvent {

        @Override
        public String text() {
            return label + "listening on " + address + note;
        }

        @Override
        public String type() {
            return "listener.opened";
        }
    }

    /**
     * Clients cannot connect any more, because no worker serves there.
     *
     * @param label as in {@link Opened}
     */
    record Closed(String app, String label, String address) implements ListenerEvent {

        @Override
        public String text() {
            return label + "no longer listening on " + address + ": no worker does";
        }

        @Override
        public String type() {
            return "listener.closed";
        }
    }
}
