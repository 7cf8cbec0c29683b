package io.baton.master.journal;

/**
 * Which worker an event concerns.
 *
 * @param app its application
 * @param name as the log shows it, {@code worker 3} or {@code spare 4}
 * @param slot the number of its slot, 0 if it has none
 * @param pid of its process
 */
public record WorkerId(String app, String name, int slot, int pid) {

    /** As the list of all processes shows it, {@code worker 3 (api)}. */
    public String title() {
        String place = name.startsWith(app + " ") ? name.substring(app.length() + 1) : name;
        return app.isEmpty() ? place : place + " (" + app + ")";
    }

    /** As the log shows it, {@code worker 3 (pid 4711)}. */
    @Override
    public String toString() {
        return name + " (pid " + pid + ")";
    }
}
