package io.baton.master.file;

import java.util.List;

/**
 * A key of pm2's that Baton calls otherwise, or does not have. Keys with the same name and meaning are in the table of keys.
 *
 * @param name as pm2 has it
 * @param places where its value goes here; none if it is not taken
 * @param harmless values with which Baton does the same as pm2 anyway
 * @param advice what an operator can do instead
 */
record Pm2Key(String name, List<String> places, List<String> harmless, String advice) {

    /** pm2's own word for the same, or another name here; the value is taken. */
    static Pm2Key taken(String name, String... places) {
        return new Pm2Key(name, List.of(places), List.of(), "");
    }

    /** What an operator reads about a value that is not taken. */
    String warning() {
        return name + ": a key of pm2's that is not obeyed; " + (advice.isEmpty() ? "nothing replaces it" : advice);
    }

    /** Not taken, except that some values change nothing. */
    static Pm2Key refused(String name, String advice, String... harmless) {
        return new Pm2Key(name, List.of(), List.of(harmless), advice);
    }
}
