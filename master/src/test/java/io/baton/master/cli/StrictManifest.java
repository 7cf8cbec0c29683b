package io.baton.master.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads manifests of Kubernetes as its API server does with strict validation: an unknown property is a fault. */
final class StrictManifest {

    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.of(
            "apps/v1 Deployment", Deployment.class,
            "v1 Service", Service.class,
            "v1 ConfigMap", ConfigMap.class,
            "policy/v1 PodDisruptionBudget", PodDisruptionBudget.class,
            "autoscaling/v2 HorizontalPodAutoscaler", HorizontalPodAutoscaler.class,
            "networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class);

    private static final JsonMapper MODEL = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private StrictManifest() {}

    /** The only document of a file, as plain maps and lists. */
    static Map<?, ?> plain(Path file) throws IOException {
        List<Map<?, ?>> documents = documents(Files.readString(file));
        assertThat(documents).as("%s", file).hasSize(1);
        return documents.get(0);
    }

    /** The documents of a text. */
    static List<Map<?, ?>> documents(String text) throws IOException {
        ObjectMapper yaml = new ObjectMapper(new YAMLFactory());
        try (MappingIterator<Map<?, ?>> all = yaml.readerFor(Map.class).readValues(text)) {
            return all.readAll();
        }
    }

    /** The object of a file, of a kind that is known. */
    static HasMetadata read(Path file) throws IOException {
        return model(plain(file));
    }

    /** The object of a document. Fails if it has a property that its kind does not have. */
    static HasMetadata model(Map<?, ?> document) {
        String kind = document.get("apiVersion") + " " + document.get("kind");
        Class<? extends HasMetadata> type = KINDS.get(kind);
        assertThat(type).as("the kind %s", kind).isNotNull();
        HasMetadata object = MODEL.convertValue(document, type);
        requireKnown(object, kind);
        return object;
    }

    /** The model itself keeps what it does not know, in each object. */
    private static void requireKnown(@Nullable Object value, String path) {
        if (value instanceof Collection<?> list) {
            list.forEach(item -> requireKnown(item, path + "[]"));
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, item) -> requireKnown(item, path + "." + key));
        } else if (value != null && value.getClass().getName().startsWith("io.fabric8.")) {
            for (Field field : value.getClass().getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    Object part = part(field, value);
                    String name = path + "." + field.getName();
                    if (field.getName().equals("additionalProperties")) {
                        assertThat((Map<?, ?>) part).as(name).isEmpty();
                    }
                    requireKnown(part, name);
                }
            }
        }
    }

    private static @Nullable Object part(Field field, Object value) {
        try {
            field.setAccessible(true);
            return field.get(value);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
