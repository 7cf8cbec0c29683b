package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.journal.ListenerEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The Node programs of these tests, and masters that run them with real Node processes. */
final class NodeProgram {

    private NodeProgram() {}

    /** A program of these tests, by its name. */
    static String path(String name) {
        Path program = Path.of("src", "test", "resources", "io", "baton", "master", "it", name)
                .toAbsolutePath();
        assertThat(program).exists();
        return program.toString();
    }

    /** A ready master that runs the program on two workers. Some of the {@code options} may be for the program. */
    static MasterProcess ready(String program, String... options) {
        MasterProcess master = start(program, options);
        master.awaitReady(2);
        return master;
    }

    /** As {@link #ready}, without waiting. */
    static MasterProcess start(String program, String... options) {
        List<String> all = new ArrayList<>(List.of(path(program)));
        all.addAll(List.of(options));
        return MasterProcess.start(all.toArray(String[]::new));
    }

    /** The port that a worker asked for and got, as the master tells it. */
    static int port(MasterProcess master) {
        return master.awaitEvent(
                        ListenerEvent.Opened.class, opened -> opened.note().startsWith(" for "))
                .port();
    }

    /** What worker {@code id} said of something, as JSON. */
    static String said(MasterProcess master, int id, String what) {
        return master.await(Pattern.compile("SAID " + id + " " + what + " (.*)"))
                .group(1);
    }

    /** The port in what worker {@code id} said. */
    static int portSaid(MasterProcess master, int id, String what) {
        return Integer.parseInt(master.await(Pattern.compile("SAID " + id + " " + what + " \\{.*\"port\":(\\d+)"))
                .group(1));
    }
}
