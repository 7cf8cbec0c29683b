package io.baton.master.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What kustomize makes of the manifests, where kubectl is. */
final class KustomizeIT {

    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/production"})
    void whatKustomizeMakesIsTaken(String directory) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/kubectl")), "no kubectl here");
        Process kustomize = new ProcessBuilder(
                        "/usr/bin/kubectl",
                        "kustomize",
                        Path.of("kubernetes", directory).toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String text = new String(kustomize.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(kustomize.waitFor()).isZero();
        List<HasMetadata> objects = StrictManifest.documents(text).stream()
                .map(StrictManifest::model)
                .toList();
        assertThat(objects).hasSize(6);
        String config = objects.stream()
                .filter(object -> object.getKind().equals("ConfigMap"))
                .map(object -> object.getMetadata().getName())
                .findFirst()
                .orElseThrow();
        assertThat(config).matches("baton-config-[a-z0-9]{10}");
        assertThat(text).contains("configMap:\n          name: " + config);
    }
}
