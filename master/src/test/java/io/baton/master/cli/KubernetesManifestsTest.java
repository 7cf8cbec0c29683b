package io.baton.master.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.master.config.Surroundings;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifests are what Kubernetes takes, fit each other, and say what a master serves. */
final class KubernetesManifestsTest {

    private static final Path ROOT = Path.of("kubernetes");
    private static final Path BASE = ROOT.resolve("base");
    private static final String CONFIG = "baton.yml";

    /** A master ends by itself so long after its kill timeout. */
    private static final long LAST_SECONDS = 5;

    @Test
    void anUnknownPropertyIsRefused() throws IOException {
        String deployment = Files.readString(BASE.resolve("deployment.yaml"));
        for (String wrong : List.of("  minReadySecond: 1\n  strategy:", "  strategy:\n    rollingUpdat: {}")) {
            Map<?, ?> document = StrictManifest.documents(deployment.replace("  strategy:", wrong))
                    .get(0);
            assertThatThrownBy(() -> StrictManifest.model(document)).isInstanceOf(Throwable.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/production"})
    void everyFileIsNamedAndTaken(String directory) throws IOException {
        Path place = ROOT.resolve(directory);
        Map<?, ?> kustomization = StrictManifest.plain(place.resolve("kustomization.yaml"));
        assertThat(kustomization.get("kind")).isEqualTo("Kustomization");
        assertThat(List.of(kustomization.keySet().toArray()))
                .isSubsetOf("apiVersion", "kind", "namespace", "resources", "images", "configMapGenerator", "patches");
        List<String> named = new ArrayList<>(List.of("kustomization.yaml"));
        list(kustomization.get("resources")).forEach(file -> named.add((String) file));
        list(kustomization.get("patches"))
                .forEach(patch -> named.add((String) map(patch).get("path")));
        list(kustomization.get("configMapGenerator"))
                .forEach(made -> list(map(made).get("files")).forEach(file -> named.add((String) file)));
        named.remove("../../base");
        try (Stream<Path> files = Files.list(place)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(named);
        }
        for (String file : named) {
            if (file.endsWith(".yaml") && !file.equals("kustomization.yaml")) {
                HasMetadata object = StrictManifest.read(place.resolve(file));
                assertThat(object.getMetadata().getName()).isEqualTo("baton");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/production"})
    void theConfigurationHasNoMistakes(String directory) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);
        Surroundings there = new Surroundings(Map.of(), ROOT.resolve(directory).toAbsolutePath(), null);
        int code = new ConfigCommands(there, stream, stream).execute("check-config", List.of(CONFIG));
        assertThat(said.toString(StandardCharsets.UTF_8)).isEqualTo("baton.yml: no mistakes, 1 application\n");
        assertThat(code).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/production"})
    void thePodFitsTheConfiguration(String directory) throws IOException {
        Map<?, ?> config = StrictManifest.plain(ROOT.resolve(directory).resolve(CONFIG));
        Map<?, ?> app = map(list(config.get("apps")).get(0));
        PodSpec pod = pod();
        Container container = pod.getContainers().get(0);
        assertThat(port(container, "http")).isEqualTo(app.get("port"));
        assertThat("0.0.0.0:" + port(container, "admin")).isEqualTo(config.get("admin"));
        for (Probe probe :
                List.of(container.getStartupProbe(), container.getReadinessProbe(), container.getLivenessProbe())) {
            assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("admin");
        }
        assertThat(pod.getTerminationGracePeriodSeconds())
                .isEqualTo(seconds(config.get("drain_delay")) + seconds(app.get("kill_timeout")) + LAST_SECONDS);
        assertThat(container.getArgs()).containsExactly("run", mount(container, "config") + "/" + CONFIG);
        assertThat(config.get("admin_token_file")).isEqualTo(mount(container, "admin") + "/token");
        assertThat(pod.getVolumes().stream().map(Volume::getName))
                .containsExactlyInAnyOrderElementsOf(container.getVolumeMounts().stream()
                        .map(VolumeMount::getName)
                        .toList());
        Map<String, String> annotations =
                deployment().getSpec().getTemplate().getMetadata().getAnnotations();
        assertThat(annotations).containsEntry("prometheus.io/port", "" + port(container, "admin"));
    }

    @Test
    void theOthersMeanThisDeployment() throws IOException {
        Map<String, String> labels =
                deployment().getSpec().getTemplate().getMetadata().getLabels();
        assertThat(deployment().getSpec().getSelector().getMatchLabels()).isEqualTo(labels);
        Service service = (Service) StrictManifest.read(BASE.resolve("service.yaml"));
        assertThat(service.getSpec().getSelector()).isEqualTo(labels);
        assertThat(service.getSpec().getPorts()).hasSize(1);
        assertThat(service.getSpec().getPorts().get(0).getTargetPort().getStrVal())
                .isEqualTo("http");
        PodDisruptionBudget budget =
                (PodDisruptionBudget) StrictManifest.read(BASE.resolve("poddisruptionbudget.yaml"));
        assertThat(budget.getSpec().getSelector().getMatchLabels()).isEqualTo(labels);
        NetworkPolicy policy = (NetworkPolicy) StrictManifest.read(BASE.resolve("networkpolicy.yaml"));
        assertThat(policy.getSpec().getPodSelector().getMatchLabels()).isEqualTo(labels);
        assertThat(policy.getSpec().getIngress())
                .allSatisfy(rule -> assertThat(rule.getPorts()).hasSize(1))
                .filteredOn(rule -> rule.getPorts().get(0).getPort().getStrVal().equals("admin"))
                .hasSize(1)
                .allSatisfy(rule -> assertThat(rule.getFrom()).isNotEmpty());
        HorizontalPodAutoscaler scaler = scaler();
        assertThat(scaler.getSpec().getScaleTargetRef().getName())
                .isEqualTo(deployment().getMetadata().getName());
        assertThat(deployment().getSpec().getReplicas()).isNull();
    }

    @Test
    void theAdapterMakesTheMetricByWhichPodsAreCounted() throws IOException {
        Map<?, ?> values = StrictManifest.plain(ROOT.resolve("prometheus-adapter.yaml"));
        Map<?, ?> rule = map(list(map(values.get("rules")).get("custom")).get(0));
        assertThat(map(rule.get("name")).get("as"))
                .isEqualTo(scaler().getSpec()
                        .getMetrics()
                        .get(0)
                        .getPods()
                        .getMetric()
                        .getName());
        assertThat((String) rule.get("seriesQuery")).startsWith("baton_http_requests_total{");
    }

    private static Deployment deployment() throws IOException {
        return (Deployment) StrictManifest.read(BASE.resolve("deployment.yaml"));
    }

    private static HorizontalPodAutoscaler scaler() throws IOException {
        return (HorizontalPodAutoscaler) StrictManifest.read(BASE.resolve("horizontalpodautoscaler.yaml"));
    }

    private static PodSpec pod() throws IOException {
        return deployment().getSpec().getTemplate().getSpec();
    }

    private static Integer port(Container container, String name) {
        return container.getPorts().stream()
                .filter(port -> port.getName().equals(name))
                .map(ContainerPort::getContainerPort)
                .findFirst()
                .orElseThrow();
    }

    private static String mount(Container container, String volume) {
        return container.getVolumeMounts().stream()
                .filter(mount -> mount.getName().equals(volume))
                .map(VolumeMount::getMountPath)
                .findFirst()
                .orElseThrow();
    }

    private static long seconds(@Nullable Object duration) {
        String text = String.valueOf(duration);
        assertThat(text).endsWith("s");
        return Long.parseLong(text.substring(0, text.length() - 1));
    }

    private static List<?> list(@Nullable Object value) {
        return value == null ? List.of() : (List<?>) value;
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return (Map<?, ?>) Objects.requireNonNull(value);
    }
}
