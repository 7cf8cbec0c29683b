package io.baton.worker.redis;

import static io.baton.worker.redis.SharedContract.answer;
import static io.baton.worker.redis.SharedContract.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.baton.worker.spi.Shared;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Redis over TLS, with a certificate that the test makes. */
@Timeout(120)
final class RedisTlsIT {

    private static final String TRUST = "javax.net.ssl.trustStore";

    private final Loops loops = new Loops();

    @TempDir
    private Path directory = Path.of("");

    private @Nullable RedisServer server;

    @BeforeEach
    void startRedis() throws Exception {
        String missing = RedisServer.missing();
        assumeTrue(missing.isEmpty(), missing);
        assumeTrue(run("openssl", "version"), "no openssl, which makes a certificate");
        assertThat(run(
                        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=cache -addext subjectAltName=IP:127.0.0.1"
                                .concat(" -keyout key.pem -out certificate.pem")
                                .split(" ")))
                .isTrue();
        try {
            server = RedisServer.tls(
                    directory,
                    "--tls-auth-clients",
                    "no",
                    "--tls-cert-file",
                    "certificate.pem",
                    "--tls-key-file",
                    "key.pem");
        } catch (IOException e) {
            String log = Files.readString(directory.resolve("redis.log"));
            assumeTrue(!log.contains("Bad directive"), "a redis-server without TLS");
            throw new AssertionError(log, e);
        }
    }

    @AfterEach
    void end() throws Exception {
        System.clearProperty(TRUST);
        loops.close();
        if (server != null) {
            server.close();
        }
    }

    @Test
    void theCertificateHasToBeTrusted() throws Exception {
        assertThatThrownBy(() -> answer(worker("").put("cart", bytes("apple"))))
                .cause()
                .hasMessageStartingWith("put cart: " + place() + ": ")
                .hasMessageContaining("certification path");
        // As an operator names one in the flags of the workers' JVM.
        System.setProperty(TRUST, store().toString());
        Shared shared = worker("");
        answer(shared.put("cart", bytes("apple")));
        assertThat(answer(shared.get("cart"))).isEqualTo(bytes("apple"));
        answer(shared.subscribe("news", message -> {}));
        assertThat(answer(shared.publish("news", new byte[Shared.MAX_VALUE]))).isEqualTo(1);
    }

    @Test
    void anOperatorMayTrustAnyCertificate() throws Exception {
        Shared shared = worker("&verifyPeer=NONE");
        answer(shared.put("cart", bytes("apple")));
        assertThat(answer(shared.get("cart"))).isEqualTo(bytes("apple"));
    }

    @Test
    void plainTextToAServerOfTlsIsAClearError() throws Exception {
        String plain = place().replace("rediss:", "redis:");
        assertThatThrownBy(() -> answer(loops.worker(plain, "shop").get("cart")))
                .cause()
                .hasMessageStartingWith("get cart: " + plain + ": ");
    }

    private Shared worker(String parameters) {
        return loops.worker(place() + "?timeout=20s" + parameters, "shop");
    }

    private String place() {
        if (server == null) {
            throw new IllegalStateException();
        }
        return "rediss://127.0.0.1:" + server.port();
    }

    private Path store() throws Exception {
        KeyStore store = KeyStore.getInstance("JKS");
        store.load(null, null);
        try (InputStream certificate = Files.newInputStream(directory.resolve("certificate.pem"))) {
            store.setCertificateEntry(
                    "cache", CertificateFactory.getInstance("X.509").generateCertificate(certificate));
        }
        Path file = directory.resolve("trusted.jks");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, "password".toCharArray());
        }
        return file;
    }

    private boolean run(String... command) throws Exception {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .start();
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
