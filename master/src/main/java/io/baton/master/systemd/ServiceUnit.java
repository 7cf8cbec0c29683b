package io.baton.master.systemd;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A unit of systemd that runs a daemon at boot (systemd.service(5)).
 *
 * @param java the JVM's executable
 * @param jar master.jar, absolute
 * @param home of the daemon
 * @param user as whom it runs; null for the user whose systemd it is
 * @param stopSeconds how long a stop may take before systemd kills what is left
 */
public record ServiceUnit(Path java, Path jar, Path home, @Nullable String user, long stopSeconds) {

    /** The first line of each unit that was written here. */
    static final String MARK = "# Written by baton startup; baton unstartup removes it.";

    /** The text of its file. */
    public String text() {
        String command = ofCommand(java) + " -jar " + ofCommand(jar);
        return String.join(
                        "\n",
                        MARK,
                        "[Unit]",
                        "Description=Baton: applications on several JVMs and Node processes",
                        // A user's systemd starts after that, and does not know it.
                        user == null ? "" : "After=network-online.target\nWants=network-online.target\n",
                        "[Service]",
                        "Type=notify",
                        "NotifyAccess=main",
                        "Environment=" + word("BATON_HOME=" + home),
                        "ExecStart=" + command + " daemon",
                        "# What baton save has remembered; nothing remembered is no failure.",
                        "ExecStartPost=-" + command + " resurrect",
                        "# systemctl reload fails if a new worker does, and the old ones stay.",
                        "ExecReload=" + command + " reload all",
                        "# The master lets its workers finish; systemd ends what is left after that.",
                        "KillMode=mixed",
                        "TimeoutStartSec=300",
                        "TimeoutStopSec=" + stopSeconds,
                        "Restart=on-failure",
                        "RestartSec=1",
                        "LimitNOFILE=1048576",
                        user == null ? "WorkingDirectory=%h" : "User=" + user,
                        "",
                        "[Install]",
                        "WantedBy=" + (user == null ? "default.target" : "multi-user.target"))
                + "\n";
    }

    /** In a command, systemd replaces dollar signs too. */
    private static String ofCommand(Path path) {
        return word(path.toString().replace("$", "$$"));
    }

    /** One word of a unit: systemd replaces percent signs, and takes quoted spaces. */
    static String word(String text) {
        String escaped = text.replace("\\", "\\\\").replace("\"", "\\\"").replace("%", "%%");
        boolean plain = escaped.chars().noneMatch(c -> c <= ' ' || c == '\'' || c == '"' || c == '\\' || c == ';');
        return plain ? escaped : '"' + escaped + '"';
    }

    /** What the operator does next, or what is done for them. */
    public static List<List<String>> enable(String name, boolean forUser) {
        return List.of(systemctl(forUser, "daemon-reload"), systemctl(forUser, "enable", name + ".service"));
    }

    /** Before the file is removed. */
    public static List<List<String>> disable(String name, boolean forUser) {
        return List.of(systemctl(forUser, "disable", name + ".service"));
    }

    /** After the file was removed. */
    public static List<List<String>> forget(boolean forUser) {
        return List.of(systemctl(forUser, "daemon-reload"));
    }

    private static List<String> systemctl(boolean forUser, String... words) {
        List<String> command = new ArrayList<>(List.of("systemctl"));
        if (forUser) {
            command.add("--user");
        }
        command.addAll(List.of(words));
        return List.copyOf(command);
    }
}
