package io.baton.master.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * Workers that follow the script of a test. The master takes them for a Node program, and the {@code node} that it finds in
 * PATH is a shell script. All are honest until {@link #begin}. From then on each new process of worker 2 follows the next
 * script of a list, and the process after the last one is honest again.
 */
final class ScriptedWorkers {

    /** What the things on the list are made of. */
    private static final String WORDS =
            """
            say() { printf '%s\\n' "$*" >&3; }
            many() { head -c "$1" /dev/zero | tr '\\0' "$2" >&3; }
            query() { say '{"cmd":"NODE_CLUSTER","act":"queryServer","index":0,"data":null,'"$1"',"seq":0}'; }
            refused() { read -r line <&3; case $line in *'"errno":'"$1"','*|*'"errno":-'"$1"','*) ;; *) exit 8 ;; esac; }
            descriptors() { "$JAVA" -cp "$TESTS" io.baton.master.it.HostileDescriptors "$1"; }
            serve() {
                say '{"cmd":"NODE_CLUSTER","act":"online","seq":0,"baton":{"v":1,"window":16}}'
                say '{"cmd":"NODE_CLUSTER","act":"queryServer","index":0,"data":null,"address":null,"port":'$PORT',"addressType":4,"flags":0,"backlog":0,"seq":1}'
                read line <&3
                say '{"cmd":"NODE_CLUSTER","act":"listening","index":0,"data":null,"address":null,"port":'$PORT',"addressType":4,"flags":0,"backlog":0,"seq":2}'
            }
            """;

    private static final String NODE =
            """
            #!/bin/sh
            cd "$(dirname "$0")"
            honest() { exec "$JAVA" -XX:+UseSerialGC -Xmx32m -cp "$WORKER" io.baton.worker.WorkerMain --port $PORT; }
            [ "$NODE_UNIQUE_ID" = 2 ] || honest
            next=$(ls list 2>/dev/null | head -n 1)
            [ -n "$next" ] || honest
            mv "list/$next" current
            . ./current
            """;

    private final Path directory;

    /** The things to do, one for each process of worker 2, in shell with the words above. */
    ScriptedWorkers(Path directory, List<String> list) throws IOException {
        this.directory = directory;
        Files.writeString(directory.resolve("program.js"), "// The script named node does not read it.\n");
        Path node = Files.writeString(directory.resolve("node"), NODE);
        Files.setPosixFilePermissions(node, PosixFilePermissions.fromString("rwx------"));
        Path waiting = Files.createDirectory(directory.resolve("waiting"));
        for (int i = 0; i < list.size(); i++) {
            Files.writeString(waiting.resolve(String.format("%03d", i)), WORDS + list.get(i) + "\n");
        }
    }

    /** The next process of worker 2 does the first thing on the list. */
    void begin() throws IOException {
        Files.move(directory.resolve("waiting"), directory.resolve("list"));
    }

    /** Starts the master, which listens when a worker asks it to, and waits until both workers serve. */
    MasterProcess start(String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of("--port", "" + MasterCommand.freePort()));
        all.addAll(List.of(options));
        all.add(directory.resolve("program.js").toString());
        MasterProcess master = new MasterCommand()
                .environment("PATH", directory + ":" + System.getenv("PATH"))
                .environment("JAVA", MasterCommand.java())
                .environment(
                        "WORKER",
                        Path.of("..", "worker", "target", "worker.jar")
                                .toAbsolutePath()
                                .toString())
                .environment("TESTS", System.getProperty("java.class.path"))
                .jvm("-XX:+UseSerialGC", "-Xmx64m")
                .start(all.toArray(String[]::new));
        master.awaitReady(2);
        return master;
    }
}
