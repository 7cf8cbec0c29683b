package io.baton.master.config;

/** Under which heading the help lists a {@link Key}, in the order of the help. */
public enum Topic {
    SERVING("Serving"),
    PROGRAM("The program"),
    WORKERS("Workers"),
    SUPERVISION("Supervision: workers that fail are replaced"),
    RENEWAL("Renewal: healthy workers are replaced too"),
    STOPPING("Stopping"),
    JVM("The JVM"),
    LOG("The log"),
    ADMIN("Seen from outside"),
    CLIENTS("What a client may ask of a Java worker"),
    BUILT_IN("The built-in application");

    private final String title;

    Topic(String title) {
        this.title = title;
    }

    /** The heading. */
    public String title() {
        return title;
    }
}
