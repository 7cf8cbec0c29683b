package io.baton.master.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
final class ServiceUnitTest {

    @TempDir
    Path directory;

    @Test
    void theUnitRunsTheDaemonAndThenWhatWasSaved() {
        String text = new ServiceUnit(
                        Path.of("/usr/bin/java"), Path.of("/opt/baton/master.jar"), Path.of("/srv/home"), "www", 40)
                .text();
        assertThat(text.lines())
                .contains(
                        "Type=notify",
                        "NotifyAccess=main",
                        "KillMode=mixed",
                        "Restart=on-failure",
                        "TimeoutStopSec=40",
                        "User=www",
                        "WantedBy=multi-user.target",
                        "Environment=BATON_HOME=/srv/home",
                        "ExecStart=/usr/bin/java -jar /opt/baton/master.jar daemon",
                        "ExecStartPost=-/usr/bin/java -jar /opt/baton/master.jar resurrect",
                        "ExecReload=/usr/bin/java -jar /opt/baton/master.jar reload all");
    }

    @Test
    void aUsersUnitNamesNoUser() {
        String text = new ServiceUnit(Path.of("/j"), Path.of("/m.jar"), Path.of("/h"), null, 40).text();
        assertThat(text).contains("WantedBy=default.target").doesNotContain("\nUser=");
    }

    @Test
    void pathsWithSpacesPercentAndDollarSignsAreWords() {
        String text = new ServiceUnit(
                        Path.of("/my jdk/java"), Path.of("/a%b/$c.jar"), Path.of("/my $home/100%"), null, 40)
                .text();
        assertThat(text.lines())
                .contains(
                        "ExecStart=\"/my jdk/java\" -jar /a%%b/$$c.jar daemon",
                        "Environment=\"BATON_HOME=/my $home/100%%\"");
    }

    @Test
    void aUnitThatAnotherProgramWroteIsNotOurs() throws IOException {
        UnitFile file = UnitFile.ofUser("baton", Map.of("XDG_CONFIG_HOME", directory.toString()), "/none");
        assertThat(file.exists()).isFalse();
        file.write(new ServiceUnit(Path.of("/j"), Path.of("/m.jar"), Path.of("/h"), null, 40).text());
        assertThat(file.path()).isEqualTo(directory.resolve("systemd/user/baton.service"));
        assertThat(file.isOurs()).isTrue();
        Files.writeString(file.path(), "[Unit]\n");
        assertThat(file.isOurs()).isFalse();
        Files.delete(file.path());
        Files.createSymbolicLink(file.path(), Path.of("/dev/null"));
        assertThat(file.exists()).as("a unit that was masked").isTrue();
        assertThat(file.isOurs()).isFalse();
    }
}
