package io.baton.master.client;

/** The daemon could not be asked. The message is for the operator. */
public final class ClientException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Trouble trouble;

    /** Why a daemon could not be asked. */
    public enum Trouble {
        /** No process listens on the control socket. */
        NO_DAEMON,
        /** This user may not connect. */
        NOT_PERMITTED,
        /** The daemon speaks another version of the protocol. */
        OTHER_VERSION,
        /** The answer is not one of a daemon. */
        GARBAGE,
        /** The answer did not come in time. */
        SILENT,
        /** The daemon has no answer to this request. */
        REFUSED,
        /** The connection ended before the answer. */
        LOST
    }

    ClientException(Trouble trouble, String message) {
        super(message);
        this.trouble = trouble;
    }

    /** What kind of failure it is. */
    public Trouble trouble() {
        return trouble;
    }
}
