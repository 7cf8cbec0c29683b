package io.baton.master.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.master.config.GroupConfig;
import io.baton.master.config.Key;
import io.baton.master.config.Keys;
import io.baton.master.config.Settings;
import io.baton.master.config.Surroundings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README says about configuration files is what the code does. */
final class ReadmeFilesTest {

    private static final Path README = Path.of("README.md");

    /** All keys of pm2 6, from its schema of an application. */
    private static final List<String> OF_PM2 =
            List.of(("script exec name name_prefix filter_env namespace install_url cwd args"
                            + " exec_interpreter interpreter node_args interpreterArgs interpreter_args out_file out output out_log"
                            + " error_file error err err_file err_log log_file log disable_logs log_type log_date_format time env"
                            + " max_memory_restart pid_file pid restart_delay exp_backoff_restart_delay source_map_support"
                            + " disable_source_map_support wait_ready instances kill_timeout shutdown_with_message listen_timeout"
                            + " cron_restart cron merge_logs combine_logs vizion autostart autorestart stop_exit_codes watch_delay"
                            + " watch ignore_watch watch_options min_uptime max_restarts execute_command exec_mode force"
                            + " append_env_to_name post_update trace disable_trace v8 event_loop_inspector deep_monitoring"
                            + " increment_var instance_var pmx automation treekill port username uid gid windowsHide"
                            + " kill_retry_time write io")
                    .split(" ", -1));

    @Test
    void theExampleIsAFileThatBatonTakes(@TempDir Path directory) throws IOException {
        Files.createDirectories(directory.resolve("lib"));
        Files.createDirectories(directory.resolve("chat"));
        Files.writeString(directory.resolve("chat/server.js"), "require('http')");
        Files.writeString(directory.resolve("chat/.env"), "SECRET=1\n");
        try (OutputStream file = Files.newOutputStream(directory.resolve("lib/api.jar"));
                ZipOutputStream jar = new ZipOutputStream(file)) {
            jar.putNextEntry(new ZipEntry("META-INF/services/io.baton.worker.spi.Application"));
            jar.write("io.baton.Any\n".getBytes(StandardCharsets.UTF_8));
        }
        Assembly.Result result = taken(example("## Configuration files", ""), "production", directory);
        assertThat(result.warnings()).isEmpty();
        assertThat(result.applications().stream()
                        .map(one -> one.declaration().config().name()))
                .containsExactly("api", "chat", "demo");
        assertThat(result.applications().get(0).declaration().surroundings().environment())
                .containsEntry("PROFILE", "prod");
        assertThat(result.applications()
                        .get(0)
                        .declaration()
                        .config()
                        .supervision()
                        .reload()
                        .cron())
                .isEqualTo("0 4 * * *");
    }

    @Test
    void theExampleOfAServerIsAFileThatBatonTakes(@TempDir Path directory) throws IOException {
        try (OutputStream file = Files.newOutputStream(directory.resolve("shop.jar"));
                ZipOutputStream jar = new ZipOutputStream(file)) {
            jar.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
            jar.write("Main-Class: shop.Main\n".getBytes(StandardCharsets.UTF_8));
        }
        String example = example("### Servers that know nothing of Baton", "In a configuration file:");
        Assembly.Result result = taken(example, null, directory);
        assertThat(result.warnings()).isEmpty();
        GroupConfig shop = result.applications().get(0).declaration().config();
        assertThat(shop.name()).isEqualTo("shop");
        assertThat(shop.workerOptions())
                .contains("warm-up=GET%20%2F", "warm-up=GET%20%2Fproducts")
                .anyMatch(option -> option.startsWith("ready-path="));
    }

    @Test
    void everyKeyWithAPlaceOfItsOwnIsInTheTable() throws IOException {
        Map<String, String> expected = new LinkedHashMap<>();
        for (Key<?> key : Keys.all()) {
            int dot = key.path().indexOf('.');
            if (dot >= 0) {
                expected.put(key.path().substring(0, dot) + ": {" + key.path().substring(dot + 1) + "}", "--" + key);
            } else if (!key.path().equals(key.toString().replace('-', '_'))) {
                expected.put(key.path(), "--" + key);
            }
        }
        Map<String, String> rows = rows("| in the file | option |");
        assertThat(rows).containsAllEntriesOf(expected);
        rows.keySet().removeAll(expected.keySet());
        assertThat(rows.keySet())
                .containsExactly("jar", "server", "script", "args", "env", "env_NAME", "env_file", "listen");
    }

    @Test
    void everyKeyOfPm2HasARowOrIsTheSame() throws IOException {
        Map<String, String> expected = new LinkedHashMap<>();
        for (Pm2Key key : Pm2Keys.all()) {
            String here = key.places().isEmpty() ? "not obeyed: " + key.advice() : String.join(" and ", key.places());
            expected.put(key.name(), here);
        }
        Map<String, String> rows = new LinkedHashMap<>();
        rows("| key of pm2 | Baton |")
                .forEach((names, here) -> List.of(names.split(", ", -1)).forEach(name -> rows.put(name, here)));
        assertThat(rows).containsExactlyInAnyOrderEntriesOf(expected);
    }

    @Test
    void noKeyOfPm2IsUnknown() {
        for (String name : OF_PM2) {
            boolean isKnown = Places.within("").contains(name) || Pm2Keys.ofApplication(name) != null;
            assertThat(isKnown).as(name).isTrue();
        }
    }

    /** The tables of keys name no key that is not there. */
    @Test
    void aKeyOfPm2IsTakenWhereBatonHasOne() {
        for (Pm2Key key : Pm2Keys.all()) {
            assertThat(Places.find(key.name())).as(key.name()).isNull();
            assertThat(key.name().toLowerCase(Locale.ROOT)).isNotBlank();
        }
    }

    private static Assembly.Result taken(String example, @Nullable String environment, Path directory)
            throws IOException {
        Files.writeString(directory.resolve("baton.yml"), example);
        return Assembly.of(
                Path.of("baton.yml"),
                new Assembly.Choices(Settings.DEFAULTS, environment, List.of()),
                new Surroundings(Map.of(), directory, null));
    }

    /** The first example after a heading and a line that announces it. */
    private static String example(String heading, String announced) throws IOException {
        List<String> lines = section(heading);
        if (!announced.isEmpty()) {
            lines = lines.subList(lines.indexOf(announced), lines.size());
        }
        int start = lines.indexOf(lines.stream()
                .filter(line -> line.startsWith("    "))
                .findFirst()
                .orElseThrow());
        StringBuilder example = new StringBuilder();
        for (int i = start; !lines.get(i).isEmpty(); i++) {
            example.append(lines.get(i)).append('\n');
        }
        return example.toString();
    }

    private static Map<String, String> rows(String head) throws IOException {
        Map<String, String> rows = new LinkedHashMap<>();
        boolean inTable = false;
        for (String line : Files.readAllLines(README)) {
            inTable = line.startsWith(head) || (inTable && line.startsWith("|"));
            if (inTable && line.startsWith("| `")) {
                String[] cells = line.replace("`", "").split("\\|", -1);
                rows.put(cells[1].strip(), cells[2].strip());
            }
        }
        return rows;
    }

    private static List<String> section(String heading) throws IOException {
        List<String> lines = Files.readAllLines(README);
        return lines.subList(lines.indexOf(heading), lines.size());
    }
}
