package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A master in the file system of its image, read-only and without capabilities, as process 1. Needs root, namespaces and a JDK
 * that jlink can cut; else it is skipped. No container engine takes part.
 */
@Tag("long")
final class SealedContainerIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int TREE_SECONDS = 120;
    private static final Path GROUPS = Path.of("/sys/fs/cgroup");
    private static final Path MANIFESTS = Path.of("kubernetes");
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    private static Path tree = Path.of("");

    @TempDir
    private Path directory = Path.of("");

    @BeforeAll
    static void buildTree() throws IOException, InterruptedException {
        assumeTrue(Processes.userId() == 0, "namespaces are made by root only");
        assumeTrue(
                output(Map.of(), "unshare", "--mount", "--pid", "--fork", "--cgroup", "true")
                        .isEmpty(),
                "no namespaces can be made here");
        Path jdk = Path.of(MasterCommand.java()).toRealPath().resolve("../..").normalize();
        assumeTrue(Files.isDirectory(jdk.resolve("jmods")), jdk + " has no jmods for jlink");
        tree = Files.createTempDirectory("baton-tree-");
        String said = output(
                Map.of("JAVA_HOME", jdk.toString()),
                ContainerProcess.script("tree.sh"),
                tree.toString(),
                MasterCommand.packagedJar().toString());
        assertThat(said).isEmpty();
    }

    @BeforeEach
    void openDirectory() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterAll
    static void deleteTree() {
        if (!tree.equals(Path.of(""))) {
            MasterCommand.deleteTree(tree);
        }
    }

    @Test
    void anyUserServesWithoutAPlaceToWriteAndAnIgnoredSigintDrains() throws Exception {
        Map<String, String> sealed = Map.of("USER_ID", "4711", "TMP", "ro", "SHM", "ro", "IGNORE", "INT");
        try (ContainerProcess container =
                ContainerProcess.start(tree, sealed, ContainerProcess.IMAGE_JAR, "-i", "2", "--spares", "0")) {
            container.awaitReady(2);
            assertThat(container.status("Uid")).isEqualTo("4711\t4711\t4711\t4711");
            assertThat(container.status("CapEff")).isEqualTo("0000000000000000");
            assertThat(container.status("NoNewPrivs")).isEqualTo("1");
            assertThat(container.status("NSpid")).endsWith("\t1");
            Proc.signal(container.workers().get(0), Processes.SIGKILL);
            container.awaitReady(3);
            requireDrains(container, Processes.SIGINT);
            assertThat(container.output()).noneMatch(line -> line.contains("WARN") && !line.contains("SIGKILL"));
        }
    }

    /** As {@code docker exec} leaves one that goes into the background. */
    @Test
    void processOneReapsWhatItDidNotStart() throws Exception {
        try (ContainerProcess container =
                ContainerProcess.start(tree, Map.of("TMP", "16m,noexec"), ContainerProcess.IMAGE_JAR, "-i", "1")) {
            container.awaitReady(1);
            List<Integer> own = container.workers();
            String master = String.valueOf(container.master());
            assertThat(output(
                            Map.of(),
                            "nsenter",
                            "--target",
                            master,
                            "--pid",
                            "sh",
                            "-c",
                            "sleep 600 > /dev/null 2>&1 & exit 0"))
                    .isEmpty();
            await().atMost(LIMIT).until(() -> Proc.children(container.master()).size() == own.size() + 1);
            List<Integer> adopted = new ArrayList<>(Proc.children(container.master()));
            adopted.removeAll(own);
            Proc.signal(adopted.get(0), Processes.SIGKILL);
            await().atMost(LIMIT).until(() -> Proc.state(adopted.get(0)) == Proc.NONE);
            requireDrains(container, Processes.SIGTERM);
        }
    }

    /** In the image of someone else, with a small place for temporary files, and a JVM as jlink leaves it. */
    @Test
    void theJarAloneNeedsSixteenMegabytes() throws Exception {
        Files.copy(MasterCommand.packagedJar(), directory.resolve("master.jar"));
        try (ContainerProcess container = ContainerProcess.start(
                tree, Map.of("FILES", directory.toString(), "TMP", "16m"), "/work/master.jar", "-i", "2")) {
            container.awaitReady(2);
            requireDrains(container, Processes.SIGTERM);
        }
    }

    @Test
    void limitsOfItsControlGroupsDecideHowManyWorkersThereAre() throws Exception {
        assumeLimits();
        try (ContainerProcess container =
                ContainerProcess.start(tree, Map.of("MEMORY", "400", "CPUS", "50"), ContainerProcess.IMAGE_JAR)) {
            container.awaitReady(1);
            assertThat(container.startLine())
                    .startsWith("workers 1, spares 0 (1 workers, ")
                    .endsWith("; limited to 0.50 cores and 400 MB)");
        }
    }

    /** Files stand for the kernel's, so that version 2 is read where the machine has version 1. */
    @Test
    void limitsOfVersion2AreRead() throws Exception {
        Files.writeString(directory.resolve("cpu.max"), "100000 100000\n");
        Files.writeString(directory.resolve("memory.max"), (4096L << 20) + "\n");
        Files.writeString(directory.resolve("memory.current"), (20L << 20) + "\n");
        try (ContainerProcess container =
                ContainerProcess.start(tree, Map.of("CGROUP2", directory.toString()), ContainerProcess.IMAGE_JAR)) {
            assertThat(container.startLine())
                    .isEqualTo("workers 1, spares 0 (1 workers, 4076 MB of memory available;"
                            + " limited to 1 core and 4096 MB)");
        }
    }

    /** The arguments, configuration, limits, probes and metric of the manifests for Kubernetes, with other ports. */
    @Test
    void theDeploymentServesWhatItsProbesAndItsScalerAskFor() throws Exception {
        assumeLimits();
        Files.copy(MANIFESTS.resolve("base/baton.yml"), directory.resolve("baton.yml"));
        Files.writeString(directory.resolve("token"), TOKEN);
        JsonNode container = yaml("base/deployment.yaml").at("/spec/template/spec/containers/0");
        List<String> arguments = new ArrayList<>();
        container.get("args").forEach(word -> arguments.add(word.asText().replace("/etc/baton/", "/work/")));
        JsonNode limits = container.at("/resources/limits");
        Map<String, String> variables = Map.of(
                "FILES",
                directory.toString(),
                "MEMORY",
                limits.get("memory").asText().replace("Mi", ""),
                "CPUS",
                limits.get("cpu").asText() + "00",
                "ENV",
                "BATON_ADMIN=0.0.0.0:0 BATON_PORT=0 BATON_ADMIN_TOKEN_FILE=/work/token");
        try (ContainerProcess pod = ContainerProcess.start(tree, variables, ContainerProcess.IMAGE_JAR, arguments)) {
            for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
                String path = container.at("/" + probe + "/httpGet/path").asText();
                await().atMost(LIMIT).until(() -> asked(pod, path, "").status() == 200);
            }
            assertThat(pod.startLine()).startsWith("workers 2, spares 0 (");
            String series = yaml("prometheus-adapter.yaml")
                    .at("/rules/custom/0/seriesQuery")
                    .asText();
            assertThat(HttpClient.get(pod.port(), "/").status()).isEqualTo(200);
            assertThat(asked(pod, "/metrics", "").status()).isEqualTo(401);
            assertThat(asked(pod, "/metrics", "Authorization: Bearer " + TOKEN + "\r\n")
                            .body())
                    .contains("\n" + series.substring(0, series.indexOf('{') + 1));
        }
    }

    private static void assumeLimits() throws IOException {
        Path enabled = GROUPS.resolve("cgroup.subtree_control");
        boolean version1 = Files.isWritable(GROUPS.resolve("memory")) && Files.isWritable(GROUPS.resolve("cpu"));
        boolean version2 = Files.isWritable(enabled)
                && List.of(Files.readString(enabled).split("\\s+", -1)).containsAll(List.of("cpu", "memory"));
        assumeTrue(version1 || version2, "no control groups with limits can be made here");
    }

    /** As the kubelet asks, by the address of the pod. */
    private static HttpClient.Answer asked(ContainerProcess pod, String path, String field) throws IOException {
        try (HttpClient kubelet = new HttpClient(pod.adminPort())) {
            return kubelet.request(
                    "GET " + path + " HTTP/1.1\r\nHost: 10.1.2.3:9615\r\nConnection: close\r\n" + field + "\r\n");
        }
    }

    private static JsonNode yaml(String file) throws IOException {
        return new ObjectMapper(new YAMLFactory())
                .readTree(MANIFESTS.resolve(file).toFile());
    }

    /** A request that began before the signal is answered. */
    private static void requireDrains(ContainerProcess container, int signal) throws Exception {
        int port = container.port();
        try (HttpClient computing = new HttpClient(port)) {
            computing.send("GET /compute?n=5e8 HTTP/1.1\r\nHost: test\r\n\r\n");
            await().atMost(LIMIT).until(() -> container.workers().stream()
                    .anyMatch(pid -> Proc.clientsHeldBy(pid, port).contains(computing.localPort())));
            Proc.signal(container.master(), signal);
            assertThat(computing.answer(false).status()).isEqualTo(200);
        }
        assertThat(container.exitCode()).isZero();
    }

    private static String output(Map<String, String> variables, String... command)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(variables);
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(TREE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() == 0 ? said : "exit code " + process.exitValue() + ": " + said;
    }
}
