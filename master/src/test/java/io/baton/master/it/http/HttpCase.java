package io.baton.master.it.http;

import java.util.List;

/**
 * Bytes that a client may send, and what has to come of them.
 *
 * @param section of the specification that has the rule
 * @param level how binding the rule is there
 * @param expected of Baton
 * @param nginx what nginx makes of it
 * @param what is special about the bytes
 * @param packets the bytes, each piece sent when the server has read the one before
 */
record HttpCase(String section, Level level, Outcome expected, Outcome nginx, String what, List<String> packets) {

    /** How binding a rule is. */
    enum Level {
        /** The specification leaves no choice. */
        MUST,
        /** The specification recommends it. */
        SHOULD,
        /** The specification leaves a choice, and this is ours. */
        MAY
    }

    @Override
    public String toString() {
        return section + ": " + what;
    }
}
